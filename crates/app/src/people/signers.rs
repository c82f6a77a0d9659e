//! 线下签批代录: what the signer of a paper was appointed to when it was signed.

use lingdi_domain::Role;
use lingdi_domain::object::Signed;
use lingdi_store::{Tx, persons, posts};

use crate::Result;

/// Writes into a signature what the roster says of its signer on that day: own posts, and those that they
/// stood in for. Nothing, when nobody of that name is known.
pub(crate) async fn look_up(tx: &mut Tx, county: &str, signed: &mut Signed) -> Result<()> {
    signed.posts = held(tx, county, signed).await?;
    Ok(())
}

async fn held(tx: &mut Tx, county: &str, signed: &Signed) -> Result<Vec<(Role, String)>> {
    let Some(person) = persons::named(tx, county, signed.name.trim()).await? else { return Ok(Vec::new()) };
    let mut held = posts::of_person(tx, county, person.id).await?;
    for delegation in posts::delegations_to(tx, county, person.id).await? {
        // A delegation of some acts only is for the desk: paper does not say which act was left to whom.
        if delegation.term.holds(signed.on) && delegation.acts.is_empty() {
            held.extend(posts::find(tx, county, delegation.post).await?);
        }
    }
    held.retain(|post| post.term.holds(signed.on));
    Ok(held.into_iter().map(|post| (post.role, post.unit)).collect())
}
