//! GS1 Digital Link URIs (GS1 Digital Link Standard: URI Syntax), uncompressed.

use alloc::{string::String, vec::Vec};

use crate::{
    ai,
    error::{ErrorKind, ParseError},
    message::{Element, Form, Message},
};

pub(crate) fn looks_like_uri(body: &str) -> bool {
    let starts = |scheme: &str| body.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}

pub(crate) fn parse(uri: &str, offset: usize) -> Result<Message, ParseError> {
    let fail = |kind, at: usize| ParseError::new(kind, offset + at);
    if let Some(bad) = uri.bytes().position(|byte| !byte.is_ascii_graphic() || b"\"<>\\^`{|}".contains(&byte)) {
        return Err(fail(ErrorKind::BadUri, bad));
    }
    let authority = uri.find("//").map_or(0, |at| at + 2);
    let end = uri.find('#').unwrap_or(uri.len());
    let query = uri[..end].find('?').unwrap_or(end);
    let path = uri[authority..query].find('/').map_or(query, |at| authority + at);
    let host = &uri[authority..path];
    if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:@[]".contains(&byte)) {
        return Err(fail(ErrorKind::BadUri, authority));
    }
    let segments = segments(&uri[path..query], path);
    let key = find_key(&segments).ok_or(fail(ErrorKind::NoLinkKey, path))?;
    let mut elements = Vec::new();
    let qualifiers: Vec<&str> = segments[key..].iter().step_by(2).skip(1).map(|(ai, _)| *ai).collect();
    if !ai::find(segments[key].0).and_then(|spec| spec.link_key).is_some_and(|orders| in_order(orders, &qualifiers)) {
        return Err(fail(ErrorKind::BadLinkPath, segments[key].1));
    }
    for pair in segments[key..].chunks(2) {
        let [(ai, _), (value, at)] = pair else { return Err(fail(ErrorKind::MissingValue, query)) };
        push(&mut elements, ai, value, offset + at, false)?;
    }
    let mut extensions = Vec::new();
    if query < end {
        read_query(&uri[query + 1..end], offset + query + 1, &mut elements, &mut extensions)?;
    }
    Ok(Message::new(Form::DigitalLink, elements, extensions))
}

/// The path's segments with their offsets, a trailing slash ignored.
fn segments(path: &str, start: usize) -> Vec<(&str, usize)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut at = start;
    let mut found = Vec::new();
    for segment in path.split('/') {
        found.push((segment, at));
        at += segment.len() + 1;
    }
    if !found.is_empty() {
        // What stands before the first slash is empty.
        found.remove(0);
    }
    found
}

/// Where the primary key stands: the last segment that is a key and leaves whole pairs to the end.
fn find_key(segments: &[(&str, usize)]) -> Option<usize> {
    let is_key = |ai: &str| ai::find(ai).is_some_and(|spec| spec.link_key.is_some());
    let paired = |at: &usize| (segments.len() - at).is_multiple_of(2);
    (0..segments.len())
        .rev()
        .filter(paired)
        .take_while(|&at| ai::find(segments[at].0).is_some())
        .find(|&at| is_key(segments[at].0))
}

/// Whether the qualifiers stand in one of the allowed orders, such as `22,10,21|235`.
fn in_order(orders: &str, qualifiers: &[&str]) -> bool {
    orders.split('|').any(|order| {
        let mut allowed = order.split(',');
        qualifiers.iter().all(|qualifier| allowed.any(|candidate| candidate == *qualifier))
    })
}

fn read_query(
    query: &str,
    start: usize,
    elements: &mut Vec<Element>,
    extensions: &mut Vec<(String, String)>,
) -> Result<(), ParseError> {
    let mut at = start;
    for parameter in query.split(['&', ';']) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value_at = at + name.len() + 1;
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            let spec = ai::find(name).ok_or(ParseError::new(ErrorKind::UnknownAi, at))?;
            if !spec.attribute {
                return Err(ParseError::new(ErrorKind::BadLinkAttribute, at));
            }
            push(elements, name, value, value_at, true)?;
        } else if !name.is_empty() {
            // An AI in disguise would be overlooked by whoever looks for it.
            if unescape(name, at, true)?.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ParseError::new(ErrorKind::BadLinkAttribute, at));
            }
            extensions.push((name.into(), unescape(value, value_at, true)?));
        }
        at += parameter.len() + 1;
    }
    Ok(())
}

fn push(elements: &mut Vec<Element>, ai: &str, raw: &str, at: usize, query: bool) -> Result<(), ParseError> {
    let spec = ai::find(ai).ok_or(ParseError::new(ErrorKind::UnknownAi, at))?;
    if elements.iter().any(|element| element.ai == ai) {
        return Err(ParseError::new(ErrorKind::Repeated, at));
    }
    let value = unescape(raw, at, query)?;
    spec.check(&value, at)?;
    elements.push(Element { ai: ai.into(), value, at });
    Ok(())
}

fn unescape(raw: &str, at: usize, plus_is_space: bool) -> Result<String, ParseError> {
    let bad = |position| ParseError::new(ErrorKind::BadEscape, at + position);
    let mut value = String::with_capacity(raw.len());
    let mut position = 0;
    while let Some(&byte) = raw.as_bytes().get(position) {
        let decoded = match byte {
            b'%' => {
                let digits =
                    raw.get(position + 1..position + 3).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
                let code = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()).ok_or(bad(position))?;
                position += 2;
                code
            }
            b'+' if plus_is_space => b' ',
            other => other,
        };
        if !decoded.is_ascii() {
            return Err(bad(position));
        }
        value.push(char::from(decoded));
        position += 1;
    }
    Ok(value)
}

/// Writes elements as a Digital Link below `base` (such as `https://id.example.org`): the first element is the
/// primary key, its qualifiers follow in the path, all else goes to the query.
pub fn to_digital_link(base: &str, elements: &[(&str, &str)]) -> String {
    let mut uri = String::from(base.trim_end_matches('/'));
    let orders = elements.first().and_then(|(ai, _)| ai::find(ai)).and_then(|spec| spec.link_key).unwrap_or("");
    let qualifier = |ai: &str| orders.split([',', '|']).any(|candidate| candidate == ai);
    let (path, query): (Vec<_>, Vec<_>) =
        elements.iter().enumerate().partition(|(index, (ai, _))| *index == 0 || qualifier(ai));
    let mut order: Vec<_> = path.into_iter().map(|(_, element)| *element).collect();
    if order.len() > 1 {
        order[1..].sort_by_key(|(ai, _)| orders.split([',', '|']).position(|candidate| candidate == *ai));
    }
    for (ai, value) in order {
        uri.push('/');
        uri.push_str(ai);
        uri.push('/');
        escape(value, &mut uri);
    }
    for (index, (_, (ai, value))) in query.into_iter().enumerate() {
        uri.push(if index == 0 { '?' } else { '&' });
        uri.push_str(ai);
        uri.push('=');
        escape(value, &mut uri);
    }
    uri
}

/// Percent-encodes all but RFC 3986 unreserved characters.
fn escape(value: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}
