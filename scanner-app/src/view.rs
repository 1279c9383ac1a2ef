//! What the screens look like. Nothing is decided here.

#[cfg(not(target_arch = "wasm32"))]
pub mod batches;
#[cfg(not(target_arch = "wasm32"))]
mod case_form;
#[cfg(not(target_arch = "wasm32"))]
mod case_one;
#[cfg(not(target_arch = "wasm32"))]
pub mod cases;
#[cfg(not(target_arch = "wasm32"))]
pub mod council;
#[cfg(not(target_arch = "wasm32"))]
pub mod deliveries;
#[cfg(not(target_arch = "wasm32"))]
pub mod desk;
#[cfg(not(target_arch = "wasm32"))]
pub mod dispatch;
pub mod doctor;
#[cfg(not(target_arch = "wasm32"))]
pub mod duties;
mod evidence;
pub mod gallery;
pub mod history;
mod journey;
#[cfg(not(target_arch = "wasm32"))]
pub mod key;
pub mod many;
mod map;
#[cfg(not(target_arch = "wasm32"))]
pub mod models;
mod packs;
#[cfg(not(target_arch = "wasm32"))]
pub mod products;
#[cfg(not(target_arch = "wasm32"))]
pub mod recalls;
#[cfg(not(target_arch = "wasm32"))]
pub mod register;
pub mod scan;
pub mod settings;
#[cfg(not(target_arch = "wasm32"))]
pub mod stock;
#[cfg(not(target_arch = "wasm32"))]
mod stock_lot;
#[cfg(not(target_arch = "wasm32"))]
pub mod trace;
pub mod verdict_card;
#[cfg(not(target_arch = "wasm32"))]
pub mod work;
