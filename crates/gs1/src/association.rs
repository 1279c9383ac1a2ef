//! Which AIs must, and must not, stand together (General Specifications, section 4.13).

use crate::{
    ai,
    error::{ErrorKind, ParseError},
    message::Element,
};

/// Checks repeats, required partners and exclusions over a whole message.
pub(crate) fn check(elements: &[Element]) -> Result<(), ParseError> {
    for (index, element) in elements.iter().enumerate() {
        if elements[..index].iter().any(|earlier| earlier.ai == element.ai && earlier.value != element.value) {
            return Err(ParseError::new(ErrorKind::Repeated, element.at));
        }
    }
    let stands =
        |pattern: &str, except: &str| elements.iter().any(|other| other.ai != except && matches(pattern, &other.ai));
    for element in elements {
        let Some(spec) = ai::find(&element.ai) else { continue };
        let excluded = spec.excludes.split(',').any(|pattern| stands(pattern, &element.ai));
        if excluded {
            return Err(ParseError::new(ErrorKind::ExcludedPartner, element.at));
        }
        for alternatives in spec.requires {
            let met = alternatives.split(',').any(|group| group.split('+').all(|pattern| stands(pattern, &element.ai)));
            if !met {
                return Err(ParseError::new(ErrorKind::MissingPartner, element.at));
            }
        }
    }
    Ok(())
}

/// Whether an AI fits a pattern such as `31nn`, where each `n` is any digit.
fn matches(pattern: &str, ai: &str) -> bool {
    pattern.len() == ai.len() && pattern.bytes().zip(ai.bytes()).all(|(p, a)| p == b'n' || p == a)
}
