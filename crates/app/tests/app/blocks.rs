//! 连片地块: formed from sites that lie together, measured before they are opened.

use lingdi_app::Error;
use lingdi_domain::moves::{FieldKind, machine};
use lingdi_domain::object::Fields;
use lingdi_domain::object::ObjectKind::{Block, Case};
use uuid::Uuid;

use crate::moves::Office;
use crate::stories::sentence;

impl Office {
    /// A block of these sites opened by the clerk, with the code of its mode.
    async fn block_of(&self, sites: &[Uuid], mode: &str) -> Result<Uuid, Error> {
        let members: Vec<_> = sites.iter().map(|id| ("member", Case, *id)).collect();
        self.opened(Block, "经办", &members, &[("mode", mode)]).await
    }

    async fn codes(&self, sites: &[Uuid]) -> Vec<String> {
        let mut codes = Vec::new();
        for id in sites {
            codes.push(self.case(*id).await.parcel);
        }
        codes
    }
}

/// 退二还一、退二优二、退二补三：方式由属地选定，随连片地块保存。
async fn opened_in_mode(code: &str, label: &str) {
    let open = machine(Block).named("open").unwrap();
    let FieldKind::Choice(modes) = open.fields[0].kind else { unreachable!() };
    assert!(modes.contains(&(code, label)), "{modes:?}");
    let office = Office::with_list().await;
    let sites = office.in_database(3).await;
    let block = office.block_of(&sites, code).await.unwrap();
    let seen = office.desk.app.object(&office.actor("经办"), Block, block).await.unwrap().stored.object;
    let Fields::Block(fields) = &seen.fields else { unreachable!() };
    assert_eq!((seen.state, fields.mode.as_deref()), ("PROPOSED", Some(code)));
    let office_moves = office.go(Block, block, "科员", "draft_plan", &[("mode", code)]).await;
    assert!(matches!(office_moves, Err(Error::Forbidden(_))), "the unit chooses the mode");
}

#[tokio::test]
async fn a_block_may_turn_industry_into_farmland() {
    opened_in_mode("B1", "退二还一").await;
}

#[tokio::test]
async fn a_block_may_turn_industry_into_better_industry() {
    opened_in_mode("B2", "退二优二").await;
}

#[tokio::test]
async fn a_block_may_turn_industry_into_services() {
    opened_in_mode("B3", "退二补三").await;
}

#[tokio::test]
async fn chosen_sites_are_measured_and_one_that_stands_apart_is_named_with_its_distance() {
    let office = Office::with_list().await;
    let sites = office.in_database(4).await;
    let codes = office.codes(&sites).await;
    let clerk = office.actor("经办");
    let app = &office.desk.app;

    let nothing = app.forming(&clerk, &[]).await.unwrap();
    assert!(nothing.sites.len() == 4 && nothing.sites.iter().all(|site| site.gap.is_none()));
    let one = app.forming(&clerk, &codes[1..2]).await.unwrap();
    assert!(one.missing[0].sentence.contains("至少要有 2 宗"));
    let order: Vec<_> = one.sites.iter().map(|site| site.object.parcel.as_str()).collect();
    assert_eq!(order[0], codes[1], "the chosen one first, the farthest last");
    assert_eq!(order[3], codes[3]);
    let near = one.sites[1].gap.unwrap();
    assert!((1_900..2_100).contains(&near), "20 metres apart, not {near}");

    let two = app.forming(&clerk, &codes[..2]).await.unwrap();
    assert!(two.missing.is_empty(), "{:?}", two.missing);
    assert!((two.block.union_area.0 - 4_000_000).abs() < 20_000, "{:?}", two.block.union_area);

    let chosen = [codes[0].clone(), codes[1].clone(), codes[3].clone()];
    let apart = app.forming(&clerk, &chosen).await.unwrap();
    let told = &apart.missing[0].sentence;
    assert!(told.contains(&format!("宗地 {} 与最近的宗地 {} 相隔 2", codes[3], codes[1])), "{told}");
    let refused = office.block_of(&[sites[0], sites[1], sites[3]], "B2").await;
    assert_eq!(&sentence(refused), told, "the page and the verb say the same");
}

#[tokio::test]
async fn a_site_joins_once_it_is_confirmed_and_lies_in_one_block_only() {
    let office = Office::with_list().await;
    let sites = office.in_database(2).await;
    let (clerk, app) = (office.actor("经办"), &office.desk.app);
    let waiting = office.cases("VERIFYING").await[0].clone();
    let early = app.forming(&clerk, std::slice::from_ref(&waiting.parcel)).await;
    assert!(matches!(early, Err(Error::Refused(why)) if why.contains(&waiting.parcel)));
    let early = office.block_of(&[sites[0], waiting.id], "B2").await;
    assert!(sentence(early).contains("待属地核实"));

    office.block_of(&sites, "B2").await.unwrap();
    let again = app.forming(&clerk, &[]).await.unwrap();
    assert!(
        again.sites.iter().all(|site| site.taken.as_ref().is_some_and(|block| block.contains("等 2 宗连片")))
    );
    let stranger = app.forming(&office.actor("科员"), &[]).await;
    assert!(matches!(stranger, Err(Error::Forbidden(_))), "blocks are the unit's to form");
}
