//! How much a type can make of a few bytes. The description of the types comes from a node and is not proven: one that goes on
//! without end would take the program's stack or memory.

use std::collections::HashMap;

use scale_info::{PortableRegistry, TypeDef, form::PortableForm};

use super::words::WordsError;

/// How deep types may lie in one another.
const MAX_DEPTH: u32 = 48;
/// How many values may come of each byte that is read.
const MAX_VALUES_PER_BYTE: u64 = 64;
/// How many types there may be.
const MAX_TYPES: usize = 20_000;

/// What a type makes of bytes.
#[derive(Clone, Copy)]
struct Measure {
    /// How deep types lie in it.
    depth: u32,
    /// Bytes that it takes at least.
    least: u64,
    /// Values in it that take no bytes of their own, at most; those in lists are measured there.
    free: u64,
}

/// The measures of a description's types.
pub(super) struct Measures<'a> {
    types: &'a PortableRegistry,
    /// `None` while a type is being measured: whoever meets it then has found a circle.
    known: HashMap<u32, Option<Measure>>,
}

impl<'a> Measures<'a> {
    pub fn new(types: &'a PortableRegistry) -> Self {
        Self { types, known: HashMap::new() }
    }

    /// Makes sure that a type makes no more than it should of any bytes.
    ///
    /// # Errors
    /// [`WordsError::Endless`].
    pub fn ensure_bounded(&mut self, id: u32) -> Result<(), WordsError> {
        if self.types.types.len() > MAX_TYPES {
            return Err(WordsError::Endless);
        }
        let bounded = self.measure(id, 0).is_some_and(|measure| is_dense(&measure));
        if bounded { Ok(()) } else { Err(WordsError::Endless) }
    }

    /// `None` for what has no end, or no type.
    fn measure(&mut self, id: u32, depth: u32) -> Option<Measure> {
        if depth > MAX_DEPTH {
            return None;
        }
        if let Some(known) = self.known.get(&id) {
            return known.filter(|known| known.depth + depth <= MAX_DEPTH);
        }
        self.known.insert(id, None);
        let types = self.types;
        let measure = self.measure_new(&types.resolve(id)?.type_def, depth + 1)?;
        self.known.insert(id, Some(measure));
        Some(measure)
    }

    fn measure_new(&mut self, definition: &TypeDef<PortableForm>, depth: u32) -> Option<Measure> {
        let plain = Measure { depth: 1, least: 1, free: 0 };
        match definition {
            TypeDef::Primitive(_) | TypeDef::BitSequence(_) => Some(plain),
            TypeDef::Compact(compact) => {
                let inner = self.measure(compact.type_param.id, depth)?;
                Some(Measure { depth: inner.depth + 1, least: 1, free: inner.free + 1 })
            }
            TypeDef::Composite(composite) => self.together(composite.fields.iter().map(|field| field.ty.id), depth),
            TypeDef::Tuple(tuple) => self.together(tuple.fields.iter().map(|field| field.id), depth),
            TypeDef::Variant(variants) => {
                let mut all = Measure { depth: 1, least: u64::MAX, free: 0 };
                for variant in &variants.variants {
                    let one = self.together(variant.fields.iter().map(|field| field.ty.id), depth)?;
                    // One that fills memory out of its own bytes must not hide behind another that is small.
                    if !is_dense(&Measure { least: one.least + 1, ..one }) {
                        return None;
                    }
                    all = Measure {
                        depth: all.depth.max(one.depth),
                        least: all.least.min(one.least),
                        free: all.free.max(one.free),
                    };
                }
                Some(Measure { least: all.least.checked_add(1).unwrap_or(1), ..all })
            }
            TypeDef::Array(array) => {
                let inner = self.measure(array.type_param.id, depth)?;
                let length = u64::from(array.len);
                Some(Measure {
                    depth: inner.depth + 1,
                    least: inner.least.checked_mul(length)?,
                    free: inner.free.max(u64::from(inner.least == 0)).checked_mul(length)?.checked_add(1)?,
                })
            }
            TypeDef::Sequence(sequence) => {
                let inner = self.measure(sequence.type_param.id, depth)?;
                // A list of what takes no bytes could be as long as it says.
                (inner.least > 0 && is_dense(&inner)).then_some(Measure { depth: inner.depth + 1, least: 1, free: 1 })
            }
        }
    }

    fn together(&mut self, ids: impl Iterator<Item = u32>, depth: u32) -> Option<Measure> {
        let mut all = Measure { depth: 1, least: 0, free: 1 };
        for id in ids {
            let one = self.measure(id, depth)?;
            all = Measure {
                depth: all.depth.max(one.depth + 1),
                least: all.least.checked_add(one.least)?,
                free: all.free.checked_add(one.free)?,
            };
        }
        Some(all)
    }
}

fn is_dense(measure: &Measure) -> bool {
    measure.free <= MAX_VALUES_PER_BYTE * (measure.least + 1)
}

#[cfg(test)]
mod tests {
    use scale_info::{MetaType, Registry, TypeInfo};

    use super::*;

    fn check<T: TypeInfo + 'static>() -> Result<(), WordsError> {
        let mut registry = Registry::new();
        let id = registry.register_type(&MetaType::new::<T>()).id;
        let types: PortableRegistry = registry.into();
        Measures::new(&types).ensure_bounded(id)
    }

    #[allow(dead_code)]
    #[derive(TypeInfo)]
    struct Endless {
        next: Box<Endless>,
    }

    #[allow(dead_code)]
    #[derive(TypeInfo)]
    enum List {
        End,
        More(u8, Box<List>),
    }

    #[allow(dead_code)]
    #[derive(TypeInfo)]
    struct Ordinary {
        key: [u8; 32],
        names: Vec<(Vec<u8>, Option<u64>)>,
        kind: Option<Result<u32, bool>>,
        nothing: (),
    }

    type Eight<T> = (T, T, T, T, T, T, T, T);

    #[test]
    fn what_goes_on_without_end_or_beyond_measure_is_refused() {
        assert_eq!(check::<Ordinary>(), Ok(()));
        assert_eq!(check::<Vec<Ordinary>>(), Ok(()));
        assert_eq!(check::<Endless>(), Err(WordsError::Endless));
        assert_eq!(check::<List>(), Err(WordsError::Endless));
        assert_eq!(check::<Vec<()>>(), Err(WordsError::Endless));
        assert_eq!(check::<Vec<[(); 7]>>(), Err(WordsError::Endless));
        assert_eq!(check::<[(); 1_000_000]>(), Err(WordsError::Endless));
        assert_eq!(check::<Vec<(u8, [(); 60_000])>>(), Err(WordsError::Endless));
        assert_eq!(check::<Option<Vec<(u8, Eight<Eight<Eight<()>>>)>>>(), Err(WordsError::Endless));
    }
}
