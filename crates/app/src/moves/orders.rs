//! What the signature of an order sets off: a task for each of its units. And which unit a bureau may visit.

use lingdi_domain::Actor;
use lingdi_domain::mechanism1_task_force::{OrderTask, Receiver};
use lingdi_domain::moves::Decision;
use lingdi_domain::object::{Fields, Input, Linked, Object, ObjectKind};
use lingdi_policy::facts::Unit;

use super::make::Hand;
use super::{Rules, prepare, units};
use crate::{Error, Result};

impl Hand<'_> {
    /// A task for each unit of an order that has just been signed.
    pub(super) async fn open_tasks(&mut self, order: &Object) -> Result<()> {
        let Some(fields) = order.fields.order().cloned() else { return Ok(()) };
        let assisting = fields.assisting.iter().map(|name| (false, name));
        for (lead, name) in fields.lead.iter().map(|name| (true, name)).chain(assisting) {
            let unit = units::named(&self.rules().units, name).ok_or_else(|| gone(name))?;
            let task = OrderTask {
                name: name.clone(),
                receiver: receiver(unit),
                lead,
                deadline: fields.deadline,
                ..OrderTask::default()
            };
            let blank = Object {
                unit: unit.code.to_string(),
                title: format!("{}（{name}）", order.title),
                fields: Fields::OrderTask(Box::new(task)),
                ..prepare::nothing(self.app.ids().next(), ObjectKind::OrderTask)
            };
            let year = i64::from(chrono::Datelike::year(&self.rules().today));
            let linked = vec![Linked { role: "order".to_owned(), object: order.clone() }];
            let links = vec![("order".to_owned(), ObjectKind::Order, order.id)];
            let input = Input { links, ..Input::default() };
            self.put_new(blank, year, linked, Decision::Following, "open", &input).await?;
        }
        Ok(())
    }
}

fn receiver(unit: &Unit) -> Receiver {
    match unit.kind.as_str() {
        _ if unit.is_local() => Receiver::Local,
        "国企" => Receiver::Company,
        _ => Receiver::Bureau,
    }
}

fn gone(name: &str) -> Error {
    Error::Refused(format!("单位表中已没有“{name}”。请退回草稿，改选单位后再签发。"))
}

/// Code of the local unit that a bureau visits: one that it is linked to today.
pub(super) fn linked_unit(rules: &Rules, actor: &Actor, name: &str) -> Result<String> {
    let unit = units::named(&rules.units, name).filter(|unit| unit.is_local());
    let linked = unit.filter(|unit| actor.scope.allows(unit.code.as_str()));
    linked.map(|unit| unit.code.to_string()).ok_or_else(|| {
        Error::Refused(format!(
            "“{name}”不是本单位所联系的乡镇（街道）、开发区。联系关系由安全管理员在“组织与人员”登记。"
        ))
    })
}
