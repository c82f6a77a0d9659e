//! The sixteen sections (domain.md §5.6), from the facts of the bureaus and the objects that people moved.

use lingdi_app::dossier::Filed;
use lingdi_app::parcels::ParcelDetail;
use lingdi_domain::Kind;
use lingdi_domain::event::Event;
use lingdi_domain::object::ObjectKind;
use serde_json::Value;

use super::enforcement::enforcement;
use super::{Known, bureaus, objects};
use crate::format;
use crate::handlers::objects::{facts, state_label};
use crate::pages::dossier::{Chapter, Grid, Lack, Picture};
use crate::pages::object::Happened;
use crate::pages::parcel::OccupantRow;

const DETERMINATION: &[&str] = &[
    "verdict",
    "verification_note",
    "verified_by",
    "verified_on",
    "notified_on",
    "notified_how",
    "answer_by",
    "statement",
    "notice_skipped",
    "rejection",
    "major_reason",
    "confirmed_on",
    "entered_on",
];
const PROGRESS: &[&str] = &[
    "progress_month",
    "progress",
    "replan_reason",
    "change_registered_on",
    "project_contract",
    "reached",
    "acquisition_contract",
    "title_transferred_on",
    "vacant_on",
    "power_cut_on",
    "licence_ended",
    "vacated_on",
    "first_check_on",
    "second_check_on",
    "started_on",
    "handed_back_on",
];
const EXIT: &[&str] = &[
    "evaluation",
    "tax_before",
    "tax_after",
    "comparison",
    "remediated_area",
    "observed_until",
    "cleared_on",
    "watch_tax",
    "relapsed_on",
    "round",
];
const REGISTRY: &str = "县规划和自然资源局（不动产登记）";
const BUILDING: &[&str] = &["容积率", "建筑密度"];

/// All sections, in their order.
pub(super) fn all(known: &Known) -> Vec<Chapter> {
    let sections: [(&'static str, Section); 16] = [
        ("封面和档号", cover(known)),
        ("基本信息", basics(known)),
        ("位置图和红线", place(known)),
        ("供地合同要点", supply(known)),
        ("企业信息", firms(known)),
        ("占用与租赁情况", occupancy(known)),
        ("建设情况", building(known)),
        ("经济数据", economy(known)),
        ("低效认定", determination(known)),
        ("整治方案与协议", plans(known)),
        ("进度与照片", progress(known)),
        ("派单、督查和执法记录", enforcement(known)),
        ("差别化措施", Section::lacking("差别化措施的执行记录", "执行措施的部门")),
        ("评估与出库", exit(known)),
        ("变更日志", log(known)),
        ("附件目录", attachments(known)),
    ];
    let numbered = sections.into_iter().enumerate();
    numbered.map(|(at, (title, section))| section.named(at + 1, title)).collect()
}

/// A section on its way.
#[derive(Default)]
pub(super) struct Section {
    pub(super) grids: Vec<Grid>,
    pictures: Vec<Picture>,
    lacks: Vec<Lack>,
}

impl Section {
    fn lacking(what: &'static str, owes: &'static str) -> Self {
        Self { lacks: vec![Lack { what, owes, heard: false }], ..Self::default() }
    }

    /// Says what is missing where a condition holds.
    fn or_lack(mut self, missing: bool, what: &'static str, owes: &'static str) -> Self {
        if missing {
            self.lacks.push(Lack { what, owes, heard: false });
        }
        self
    }

    /// Adds a table from files of a kind, or says that they are silent.
    pub(super) fn and(
        mut self,
        known: &Known,
        grid: Grid,
        kind: Kind,
        what: &'static str,
        owes: &'static str,
    ) -> Self {
        if grid.rows.is_empty() {
            self.lacks.push(bureaus::lack(known, kind, what, owes));
        }
        self.grids.push(grid);
        self
    }

    fn named(self, number: usize, title: &'static str) -> Chapter {
        Chapter { number, title, grids: self.grids, pictures: self.pictures, lacks: self.lacks }
    }
}

pub(super) fn grids(grids: Vec<Grid>) -> Section {
    Section { grids, ..Section::default() }
}

fn pairs(rows: Vec<(String, String)>) -> Grid {
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    Grid { rows: rows.map(|(name, value)| vec![name, value]).collect(), ..Grid::default() }
}

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn cover(known: &Known) -> Section {
    let cases = known.filed.of(ObjectKind::Case);
    let rows = cases.map(|filed| {
        let case = &filed.stored.object;
        let year = case.fields.case().map_or(String::new(), |case| format!("{} 年度清单", case.year));
        pair(&case.number, format!("{year} {}", state(known, filed)).trim().to_owned())
    });
    let rows: Vec<_> = rows.collect();
    let none = rows.is_empty();
    grids(vec![pairs(rows)]).or_lack(none, "档号（列入清单并下发核实后编定）", "专班办公室")
}

fn basics(known: &Known) -> Section {
    let Some((land, detail)) = &known.land else {
        return Section::lacking("土地登记", "县规划和自然资源局");
    };
    let facts = land.facts.iter().filter(|fact| !BUILDING.contains(&fact.label.as_str()));
    let rows = facts.map(|fact| (fact.label.clone(), fact.value.clone())).collect();
    let origins = bureaus::origins(known, detail.facts.iter().take(1).map(|fact| &fact.source));
    grids(vec![Grid { origins, ..pairs(rows) }])
        .and(known, bureaus::encumbrances(known), Kind::Encumbrances, "抵押、查封登记", REGISTRY)
        .or_lack(detail.record.owner.is_none(), "权利人", "县规划和自然资源局")
        .or_lack(true, "使用年限", REGISTRY)
}

fn place(known: &Known) -> Section {
    let shape = known.land.as_ref().and_then(|(_, detail)| detail.shape.as_ref());
    let rows = shape.map(|shape| {
        let rings = shape.0.iter().flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
        let points: usize = rings.map(|ring| ring.0.len().saturating_sub(1)).sum();
        vec![pair("界址点", format!("{points} 个")), pair("坐标系", "CGCS2000 经纬度（EPSG:4490）")]
    });
    grids(vec![pairs(rows.unwrap_or_default())]).or_lack(shape.is_none(), "宗地图形", "县规划和自然资源局")
}

fn supply(known: &Known) -> Section {
    let date = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
    let rows: Vec<Vec<String>> = details(known)
        .flat_map(|detail| &detail.supplies)
        .map(|(row, _)| {
            let area = |area: Option<lingdi_domain::Area>| area.map(format::mu).unwrap_or_default();
            vec![
                date(row.signed_on),
                date(row.handover_on),
                date(row.start_due),
                date(row.started_on),
                area(row.area_due),
                area(row.area_developed),
            ]
        })
        .collect();
    let none = rows.is_empty();
    let head = vec!["签订", "交地", "约定开工", "实际开工", "应开发（亩）", "已开发（亩）"];
    let cells = details(known).flat_map(|detail| &detail.supplies).map(|(_, cell)| cell);
    let origins = bureaus::origins(known, cells);
    grids(vec![Grid { head, rows, origins, ..Grid::default() }]).or_lack(
        none,
        "供地合同",
        "县规划和自然资源局",
    )
}

fn firms(known: &Known) -> Section {
    let firms = known.land.iter().flat_map(|(land, _)| &land.occupants);
    let row = |firm: &OccupantRow| {
        let users = details(known).flat_map(|detail| &detail.occupants);
        let user = users.into_iter().find(|user| user.code == firm.code && user.name == firm.name);
        let [industry, scale, status] = user.map(|user| user.register.clone()).unwrap_or_default();
        let text = |value: Option<lingdi_domain::Text>| {
            value.map_or(format::MISSING.to_owned(), |it| it.to_string())
        };
        vec![
            firm.name.clone(),
            firm.code.clone(),
            text(industry),
            text(scale),
            text(status),
            firm.note.clone(),
        ]
    };
    let rows: Vec<_> = firms.map(row).collect();
    let none = rows.is_empty();
    let head = vec!["企业", "统一社会信用代码", "行业代码", "规模", "登记状态", "关系、评价类别"];
    grids(vec![Grid { head, rows, ..Grid::default() }]).or_lack(none, "使用企业", "县市场监管局、属地")
}

fn occupancy(known: &Known) -> Section {
    let firms = known.land.iter().flat_map(|(land, _)| &land.occupants);
    let rows: Vec<_> = firms.map(|firm| vec![firm.name.clone(), firm.area.clone()]).collect();
    let leases = details(known).flat_map(|detail| &detail.leases).map(|(lease, _)| {
        let term = [lease.from, lease.to].map(|day| day.map(format::date).unwrap_or_default()).join(" 至 ");
        vec![
            lease.lessee.as_deref().unwrap_or_default().to_owned(),
            format::mu(lease.area),
            lease.lease_use.to_string(),
            term,
        ]
    });
    let leases: Vec<_> = leases.collect();
    let used = details(known).flat_map(|detail| &detail.occupants).map(|user| &user.source);
    let leased = details(known).flat_map(|detail| &detail.leases).map(|(_, cell)| cell);
    let none = rows.is_empty();
    grids(vec![
        Grid {
            head: vec!["占用企业", "用地（亩）"],
            rows,
            origins: bureaus::origins(known, used),
            ..Grid::default()
        },
        Grid {
            title: "厂房租赁".to_owned(),
            head: vec!["承租人", "面积（亩）", "用途", "期限"],
            rows: leases,
            origins: bureaus::origins(known, leased),
            ..Grid::default()
        },
    ])
    .or_lack(none, "占用关系", "属地")
}

fn building(known: &Known) -> Section {
    let facts = known.land.iter().flat_map(|(land, _)| &land.facts);
    let rows: Vec<_> = facts
        .filter(|fact| BUILDING.contains(&fact.label.as_str()))
        .map(|fact| (fact.label.clone(), fact.value.clone()))
        .collect();
    let none = rows.is_empty();
    grids(vec![pairs(rows)]).or_lack(none, "容积率和建筑密度", "县规划和自然资源局").and(
        known,
        bureaus::illegal_buildings(known),
        Kind::Inspections,
        "违法建筑认定",
        "县综合行政执法局",
    )
}

fn economy(known: &Known) -> Section {
    let years = known.land.iter().flat_map(|(land, _)| &land.tax);
    let rows: Vec<_> = years
        .map(|row| vec![row.year.to_string(), row.tax.clone(), row.per_mu.clone(), row.state.clone()])
        .collect();
    let none = rows.is_empty();
    let head = vec!["年度", "入库税额（万元）", "亩均税收（万元/亩）", "状态"];
    let statistics = bureaus::statistics(known);
    let told = statistics.iter().any(|grid| !grid.rows.is_empty());
    let mut section = grids(vec![Grid { title: "入库税收".to_owned(), head, rows, ..Grid::default() }]);
    section.grids.extend(statistics);
    if !told {
        let what = "营业收入、增加值、研发费用和能耗（规上企业）";
        section.lacks.push(bureaus::lack(known, Kind::Statistics, what, "县统计局"));
    }
    section.or_lack(none, "入库税收", "县税务局").and(
        known,
        bureaus::power(known),
        Kind::Power,
        "用电",
        "县供电公司",
    )
}

fn determination(known: &Known) -> Section {
    let mut parts = Vec::new();
    if let Some((land, _)) = &known.land {
        let categories: Vec<_> = land.categories.iter().map(|tag| tag.0.label()).collect();
        parts.push(pairs(vec![
            pair("判定", format!("{} {}", land.status, categories.join("、")).trim_end().to_owned()),
            pair(
                "规则版本",
                format!("{}（{}），判定日 {}", land.edition, land.edition_fingerprint, land.as_of),
            ),
        ]));
        let findings = land.findings.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)));
        let rows = findings.map(|(group, row)| {
            vec![
                group.clause.clone(),
                row.fact.clone(),
                format!("{} {}", row.arithmetic, row.line).trim().to_owned(),
                row.answer().to_owned(),
            ]
        });
        parts.push(Grid {
            title: "判定依据".to_owned(),
            href: format!("/parcels/{}", land.code),
            head: vec!["条款", "事实", "算式和标准", "结果"],
            rows: rows.collect(),
            ..Grid::default()
        });
        let decided = land.decisions.iter();
        parts.push(Grid {
            title: "人工认定".to_owned(),
            head: vec!["类型", "文号", "依据和结论", "期限"],
            rows: decided
                .map(|row| vec![row.kind.clone(), row.document.clone(), row.words.clone(), row.term.clone()])
                .collect(),
            ..Grid::default()
        });
    }
    let cases: Vec<&Filed> = known.filed.of(ObjectKind::Case).collect();
    parts.extend(cases.iter().map(|case| of_case(known, case, DETERMINATION)));
    let others = [ObjectKind::Nomination, ObjectKind::Objection, ObjectKind::Item];
    parts.extend(others.into_iter().flat_map(|kind| known.filed.of(kind)).map(|filed| object(known, filed)));
    grids(parts).or_lack(cases.is_empty(), "属地核实和认定", "属地、专班办公室")
}

fn plans(known: &Known) -> Section {
    let kinds = [ObjectKind::Plan, ObjectKind::Block, ObjectKind::Agreement];
    let parts: Vec<_> =
        kinds.into_iter().flat_map(|kind| known.filed.of(kind)).map(|filed| object(known, filed)).collect();
    let none = known.filed.of(ObjectKind::Plan).next().is_none();
    grids(parts).or_lack(none, "一地一方案", "属地")
}

fn progress(known: &Known) -> Section {
    let mut parts: Vec<Grid> =
        known.filed.of(ObjectKind::Case).map(|case| of_case(known, case, PROGRESS)).collect();
    let milestones = known.filed.of(ObjectKind::Plan).filter_map(|filed| filed.stored.object.fields.plan());
    let rows = milestones.flat_map(|plan| &plan.milestones).map(|one| {
        let closed = one.closed_on.map_or_else(|| "未完成".to_owned(), format::date);
        vec![format::date(one.due), one.what.clone(), closed]
    });
    if known.at.is_none() {
        let head = vec!["时间节点", "内容", "完成"];
        parts.push(Grid { head, rows: rows.collect(), ..Grid::default() });
    }
    let files = known.filed.objects.iter().flat_map(|filed| &filed.files);
    let pictures: Vec<_> =
        files.filter(|kept| kept.file.media.starts_with("image/")).map(|kept| picture(&kept.file)).collect();
    let none = parts.iter().all(|grid| grid.rows.is_empty()) && pictures.is_empty();
    Section { pictures, ..grids(parts) }.or_lack(none, "进度和现场照片", "属地")
}

fn exit(known: &Known) -> Section {
    let parts: Vec<_> = known.filed.of(ObjectKind::Case).map(|case| of_case(known, case, EXIT)).collect();
    let none = parts.iter().all(|grid| grid.rows.is_empty());
    grids(parts).or_lack(none, "绩效评估", "专班办公室")
}

fn log(known: &Known) -> Section {
    let mut events: Vec<(ObjectKind, &Event)> = known
        .filed
        .objects
        .iter()
        .flat_map(|filed| filed.events.iter().map(move |event| (filed.stored.object.kind, event)))
        .collect();
    events.sort_by_key(|(_, event)| event.n);
    let rows: Vec<_> = events
        .into_iter()
        .map(|(kind, event)| {
            let Happened { at, actor, act, states, reason, .. } = objects::happened(kind, event);
            vec![at, actor, act, states, reason]
        })
        .collect();
    let none = rows.is_empty();
    grids(vec![Grid {
        head: vec!["时间", "经办", "事项", "变化", "缘由"], rows, ..Grid::default()
    }])
    .or_lack(none, "办理记录", "专班办公室")
}

fn attachments(known: &Known) -> Section {
    let files: Vec<_> = known.filed.objects.iter().flat_map(|filed| &filed.files).collect();
    let rows = files.iter().map(|kept| {
        vec![
            kept.file.name.clone(),
            kept.file.shows.clone(),
            kept.file.dated.map(format::date).unwrap_or_default(),
            kept.actor.clone(),
            format::fingerprint(&kept.file.sha256),
        ]
    });
    let head = vec!["文件", "内容", "日期", "提交人", "指纹"];
    let documents = files.iter().filter(|kept| !kept.file.media.starts_with("image/"));
    let pictures = documents.map(|kept| picture(&kept.file)).collect();
    let grid = Grid { head, rows: rows.collect(), ..Grid::default() };
    Section { pictures, ..grids(vec![grid]) }.or_lack(files.is_empty(), "附件", "属地")
}

fn details(known: &Known) -> impl Iterator<Item = &ParcelDetail> {
    known.land.iter().map(|(_, detail)| detail)
}

pub(super) fn state(known: &Known, filed: &Filed) -> &'static str {
    let object = &filed.stored.object;
    match known.at {
        None => objects::state(object).0,
        Some(at) => {
            filed.state_at(at).and_then(|code| state_label(object.kind.code(), code)).unwrap_or_default()
        }
    }
}

/// Everything known of an object on the moment asked for.
fn facts(known: &Known, filed: &Filed) -> Vec<(String, Value)> {
    match known.at {
        None => filed.stored.object.fields.json().into_iter().collect(),
        Some(at) => filed.handed_in_by(at).into_iter().collect(),
    }
}

pub(super) fn object(known: &Known, filed: &Filed) -> Grid {
    let object = &filed.stored.object;
    let facts = facts(known, filed);
    let rows = facts.iter().filter_map(|(name, value)| facts::fact(object.kind, name, value));
    Grid {
        title: format!("{} {} {}", object.kind.label(), object.number, state(known, filed)),
        href: objects::href(object),
        ..pairs(rows.collect())
    }
}

/// Some of the fields of a case, in this order.
fn of_case(known: &Known, filed: &Filed, names: &[&str]) -> Grid {
    let object = &filed.stored.object;
    let facts = facts(known, filed);
    let wanted = names.iter().filter_map(|name| facts.iter().find(|(known, _)| known == name));
    let rows = wanted.filter_map(|(name, value)| facts::fact(object.kind, name, value));
    Grid {
        title: format!("案件 {} {}", object.number, state(known, filed)),
        href: objects::href(object),
        ..pairs(rows.collect())
    }
}

fn picture(file: &lingdi_domain::object::Attachment) -> Picture {
    let mut note: Vec<String> = Vec::new();
    note.extend(Some(file.shows.clone()).filter(|shows| !shows.is_empty()));
    note.extend(file.dated.map(format::date));
    Picture {
        href: format!("/attachments/{}", file.id),
        name: file.name.clone(),
        note: note.join(" · "),
        image: file.media.starts_with("image/"),
    }
}
