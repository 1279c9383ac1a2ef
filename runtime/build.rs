//! Builds the runtime's WebAssembly and leaves its path for `lib.rs`.

fn main() {
    #[cfg(feature = "std")]
    substrate_wasm_builder::WasmBuilder::build_using_defaults();
}
