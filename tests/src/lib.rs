//! See the `tests` folder.
