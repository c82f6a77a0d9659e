//! Facts: what the rows of accepted batches say.
//!
//! Rows lie in blocks (see [`crate::block`]); which of them are in force, the batches say. Whole
//! batches by design: the caller narrows to a scope once the responsible units are known.

use uuid::Uuid;

use crate::block::Encoded;
use crate::db::{Tx, on};
use crate::error::Result;

/// Adds the `n`-th block of rows to a batch that is being staged.
pub async fn insert(tx: &mut Tx, county: &str, batch: Uuid, n: i64, block: &Encoded) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into fact_block (county, batch, n, row_count, data, marks, shapes) \
             values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(county).bind(batch).bind(n).bind(block.rows as i64)
        .bind(&block.data).bind(&block.marks).bind(&block.shapes)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The values of a batch, block by block, for [`crate::block::Block::decode`].
pub async fn data(tx: &mut Tx, county: &str, batch: Uuid) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<(Vec<u8>,)> = on!(tx, c => {
        sqlx::query_as("select data from fact_block where county = $1 and batch = $2 order by n")
            .bind(county).bind(batch).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(data,)| data).collect())
}

/// The marks of a batch, block by block, for [`crate::block::marks`].
pub async fn marks(tx: &mut Tx, county: &str, batch: Uuid) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<(Vec<u8>,)> = on!(tx, c => {
        sqlx::query_as("select marks from fact_block where county = $1 and batch = $2 order by n")
            .bind(county).bind(batch).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(marks,)| marks).collect())
}

/// The shapes of a batch, block by block, for [`crate::block::shapes`]; `None` for a block of rows
/// without any.
pub async fn shapes(tx: &mut Tx, county: &str, batch: Uuid) -> Result<Vec<Option<Vec<u8>>>> {
    let rows: Vec<(Option<Vec<u8>>,)> = on!(tx, c => {
        sqlx::query_as("select shapes from fact_block where county = $1 and batch = $2 order by n")
            .bind(county).bind(batch).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(shapes,)| shapes).collect())
}
