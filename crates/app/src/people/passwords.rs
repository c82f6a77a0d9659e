//! Passwords are kept as Argon2id hashes; hashing is slow by design and stays off the threads that
//! answer pages.

use std::sync::Arc;

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use lingdi_domain::mechanism1_task_force::{SecurityRules, check_password};

use crate::{Error, Result, blocking};

/// Refuses a password that breaks the rules, with everything that is wrong with it.
pub(super) fn check(password: &str, again: &str, login: &str, rules: &SecurityRules) -> Result<()> {
    if password != again {
        return Err(Error::Refused("两次输入的新口令不一样，请重新输入。".to_owned()));
    }
    let faults = check_password(password, login, &super::security::weak_words(), rules);
    if faults.is_empty() {
        return Ok(());
    }
    let sentences: Vec<String> = faults.into_iter().map(|fault| fault.sentence(rules)).collect();
    Err(Error::Refused(format!("新口令不合规则：{}。", sentences.join("；"))))
}

/// The hash of a password, with a salt of its own.
pub(super) async fn hash(password: &str, rules: &Arc<SecurityRules>) -> Result<String> {
    let (password, rules) = (password.to_owned(), Arc::clone(rules));
    blocking(move || {
        let salt = SaltString::encode_b64(&random::<16>()?).map_err(failed)?;
        Ok(hasher(&rules)?.hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
    })
    .await?
}

/// Is one of these hashes that of the password? Without any hash the work is done all the same, so
/// that the time tells nothing.
pub(super) async fn matches_any(
    password: &str,
    hashes: Vec<String>,
    rules: &Arc<SecurityRules>,
) -> Result<bool> {
    let (password, rules) = (password.to_owned(), Arc::clone(rules));
    blocking(move || {
        if hashes.is_empty() {
            let salt = SaltString::encode_b64(&[0; 16]).map_err(failed)?;
            hasher(&rules)?.hash_password(password.as_bytes(), &salt).map_err(failed)?;
        }
        for hash in hashes {
            let hash = PasswordHash::new(&hash).map_err(failed)?;
            if Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    })
    .await?
}

fn hasher(rules: &SecurityRules) -> Result<Argon2<'static>> {
    let params = Params::new(rules.hash_memory, rules.hash_passes, rules.hash_lanes, None)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A word that nobody can guess, for an address that opens once.
pub fn one_time_token() -> Result<String> {
    Ok(hex::encode(random::<16>()?))
}

/// Bytes that nobody can guess: the one place where secrets come in.
pub(super) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(bytes)
}

fn failed(error: argon2::password_hash::Error) -> Error {
    Error::Internal(format!("password hash: {error}"))
}
