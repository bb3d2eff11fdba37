//! A message to an address, through the same gate and within the same bounds as what is fetched.

use super::SourceOptions;
use super::address::is_public;
use super::client::{agent, told};
use std::sync::Arc;

/// Posts `body` with these headers; the status of the answer, whose own body is not read.
///
/// Redirections are not followed: what was meant for one receiver is not for another.
pub fn post(url: &str, headers: &[(&str, &str)], body: &[u8], options: &SourceOptions<'_>) -> Result<u16, String> {
    let any = options.allow_private;
    let agent = agent(options, Arc::new(move |address| any || is_public(address.ip())));
    let mut request = agent.post(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    match request.send(body) {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(error) => Err(format!("{url} {}", told(&error.into_io()))),
    }
}
