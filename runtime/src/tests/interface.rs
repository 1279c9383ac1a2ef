//! That what others build on changes only with `spec_version`.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use scale_info::{Field, PortableRegistry, Registry, TypeDef, form::PortableForm};

use crate::{Runtime, VERSION};

fn fields(fields: &[Field<PortableForm>]) -> String {
    let one = |field: &Field<PortableForm>| {
        let name = field.name.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        format!("{name}{}", field.type_name.as_deref().unwrap_or("?"))
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The types of Medtrail's own crates: names, indices, fields, in the order of their encoding.
fn types(registry: &PortableRegistry) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for portable in &registry.types {
        let path = portable.ty.path.segments.join("::");
        let ours =
            path.starts_with("ledger_types") || path.starts_with("pallet_") || path.starts_with("medtrail_runtime");
        if !ours {
            continue;
        }
        match &portable.ty.type_def {
            TypeDef::Composite(composite) => {
                lines.insert(format!("type {path} {{ {} }}", fields(&composite.fields)));
            }
            TypeDef::Variant(variants) => {
                for variant in &variants.variants {
                    let (index, name, fields) = (variant.index, &variant.name, fields(&variant.fields));
                    lines.insert(format!("type {path} {index:03} {name}({fields})"));
                }
            }
            _ => {}
        }
    }
    lines
}

/// Pallets with their storage, types, extensions and runtime functions, one a line.
fn interface() -> String {
    let metadata = Runtime::metadata_ir();
    let mut registry = Registry::new();
    let mut lines = String::new();
    for pallet in &metadata.pallets {
        let _ = writeln!(lines, "pallet {} {}", pallet.index, pallet.name);
        let parts = [
            pallet.calls.as_ref().map(|part| part.ty),
            pallet.event.as_ref().map(|part| part.ty),
            pallet.error.as_ref().map(|part| part.ty),
        ];
        parts.into_iter().flatten().for_each(|ty| {
            registry.register_type(&ty);
        });
        for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
            let kind = match &entry.ty {
                sp_metadata_ir::StorageEntryTypeIR::Plain(value) => {
                    registry.register_type(value);
                    String::new()
                }
                sp_metadata_ir::StorageEntryTypeIR::Map { hashers, key, value } => {
                    registry.register_type(key);
                    registry.register_type(value);
                    format!("{hashers:?}")
                }
            };
            let _ = writeln!(lines, "storage {}.{} {:?} {kind}", pallet.name, entry.name, entry.modifier);
        }
    }
    for extension in &metadata.extrinsic.extensions_in_versions {
        let _ = writeln!(lines, "extension {}", extension.identifier);
    }
    for api in &metadata.apis {
        for method in &api.methods {
            let _ = writeln!(lines, "function {}_{}", api.name, method.name);
        }
    }
    for line in types(&registry.into()) {
        let _ = writeln!(lines, "{line}");
    }
    lines
}

#[test]
fn the_interface_changes_only_with_the_spec_version() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("interface.txt");
    let present = format!("spec_version {}\n{}", VERSION.spec_version, interface());
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    if present == recorded {
        return;
    }
    let differing = present.lines().find(|line| !recorded.lines().any(|known| known == *line));
    let same_version = recorded.lines().next() == present.lines().next();
    assert!(!same_version, "raise spec_version in runtime/src/lib.rs: the interface changed at {differing:?}");
    let record = std::env::var_os("MEDTRAIL_RECORD_INTERFACE").is_some();
    assert!(record, "the version was raised: run this test with MEDTRAIL_RECORD_INTERFACE=1, and commit {path:?}");
    fs::write(path, present).unwrap();
}
