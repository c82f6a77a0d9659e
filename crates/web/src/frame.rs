//! What surrounds every page: navigation, search, the business date, a notice after a deed.

use chrono::NaiveDate;
use lingdi_app::Action;

use crate::format;

/// The parts of the product that exist, in the order of the side bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// 工作台
    Home,
    /// 我的待办
    Desk,
    /// 数据归集
    Intake,
    /// 低效清单
    List,
    /// 低效地块库
    Cases,
    /// 整治进度
    Progress,
    /// 派单
    Orders,
    /// 考核排名
    Ranking,
    /// 督查表彰
    Supervisions,
    /// 承诺书
    Pledges,
    /// 过问记录
    Interventions,
    /// 公开信息
    Published,
    /// 驾驶舱
    Cockpit,
    /// 地图
    Map,
    /// 参数与口径
    Policy,
    /// 办理记录
    Events,
    /// 组织与人员
    People,
    /// 账号
    Accounts,
    /// Search results, errors: nothing is marked in the side bar.
    None,
}

/// A link of the side bar, or the heading of a group of links.
pub enum NavItem {
    /// A heading.
    Group(&'static str),
    /// A link.
    Link(NavLink),
}

/// A link of the side bar.
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub label: &'static str,
    /// Its words where there is little room.
    pub short: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Is this the page being shown?
    pub current: bool,
    /// How many things wait there; none are not shown.
    pub waiting: u64,
}

/// Words for the person after a deed, shown once above the page.
#[derive(Debug, Clone)]
pub struct Notice {
    /// `good`, `warn` or `bad`.
    pub tone: &'static str,
    /// What happened.
    pub text: String,
}

/// Who works here.
#[derive(Debug, Clone, Default)]
pub struct User {
    /// Name, with whom they stand in for.
    pub name: String,
    /// 职务
    pub title: String,
    /// Name of the unit.
    pub unit: String,
    /// Posts and delegations they may act in: id, 职务, and whether it is the present one.
    pub posts: Vec<(String, String, bool)>,
}

/// Everything around the content of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Which link of the side bar is marked.
    pub section: Section,
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic? Then 演示数据 is shown on every page.
    pub demo: bool,
    /// The business date.
    pub today: NaiveDate,
    /// Who works here; nobody on a page for those outside.
    pub user: Option<User>,
    /// What they may do.
    pub acts: Vec<Action>,
    /// What is written in the search box.
    pub query: String,
    /// Things on the reader's desk.
    pub desk_waiting: u64,
    /// Notices that the reader has not read.
    pub notices_unread: u64,
    /// Open data tasks.
    pub tasks_waiting: u64,
    /// Batches that wait for a person.
    pub batches_waiting: u64,
    /// Changes of rights that wait to be confirmed.
    pub changes_waiting: u64,
    /// Words after a deed.
    pub notice: Option<Notice>,
}

impl Notice {
    /// The icon beside the words.
    pub fn icon(&self) -> &'static str {
        if self.tone == "good" { "check" } else { "alert" }
    }
}

impl Frame {
    /// The side bar, in the policy's order.
    pub fn navigation(&self) -> Vec<NavItem> {
        let link = |section, href, (label, short), icon, waiting| {
            let current = self.section == section;
            NavItem::Link(NavLink { href, label, short, icon, current, waiting })
        };
        let all = [
            link(Section::Home, "/", ("工作台", "工作台"), "desk", self.tasks_waiting),
            link(Section::Desk, "/desk", ("我的待办", "待办"), "check", self.desk_waiting),
            link(Section::Intake, "/batches", ("数据归集", "归集"), "intake", self.batches_waiting),
            NavItem::Group("调查核实"),
            link(Section::List, "/list", ("低效清单", "清单"), "list", 0),
            link(Section::Cases, "/cases", ("低效地块库", "地块库"), "inbox", 0),
            link(Section::Progress, "/progress", ("整治进度", "进度"), "light", 0),
            link(Section::Map, "/map", ("地图", "地图"), "map", 0),
            NavItem::Group("考核督查"),
            link(Section::Cockpit, "/cockpit", ("驾驶舱", "驾驶舱"), "cockpit", 0),
            link(Section::Orders, "/orders", ("派单", "派单"), "publish", 0),
            link(Section::Ranking, "/ranking", ("考核排名", "排名"), "rank", 0),
            link(Section::Supervisions, "/supervisions", ("督查表彰", "督查"), "search", 0),
            link(Section::Pledges, "/pledges", ("承诺书", "承诺"), "edit", 0),
            link(Section::Interventions, "/interventions/new", ("过问登记", "过问"), "edit", 0),
            link(Section::Interventions, "/interventions", ("过问记录", "过问"), "journal", 0),
            link(Section::Published, "/published", ("公开信息", "公开"), "list", 0),
            NavItem::Group("依据与留痕"),
            link(Section::Policy, "/policy", ("参数与口径", "口径"), "policy", 0),
            link(Section::Events, "/events", ("办理记录", "记录"), "journal", 0),
            NavItem::Group("组织"),
            link(Section::People, "/people", ("组织与人员", "人员"), "people", self.changes_waiting),
            link(Section::Accounts, "/accounts", ("账号", "账号"), "key", 0),
        ];
        let mut shown: Vec<NavItem> = Vec::new();
        for item in all {
            match &item {
                NavItem::Link(link) if !self.opens(link.href) => continue,
                // A heading with nothing under it goes.
                NavItem::Group(_) if matches!(shown.last(), Some(NavItem::Group(_))) => drop(shown.pop()),
                _ => {}
            }
            shown.push(item);
        }
        if matches!(shown.last(), Some(NavItem::Group(_))) {
            shown.pop();
        }
        shown
    }

    /// May they open this page?
    fn opens(&self, href: &str) -> bool {
        match href {
            "/batches" => self.may(Action::ReadSources) || self.may(Action::Stage),
            "/events" => self.may(Action::ReadJournal) || self.may(Action::Audit),
            "/people" => self.may(Action::ReadPeople),
            "/accounts" => self.may(Action::ManageAccounts),
            "/pledges" => self.may(Action::ReadPledges),
            "/interventions" => self.may(Action::ReadInterventions),
            "/interventions/new" => self.may(Action::WriteIntervention),
            "/ranking" => self.may(Action::ReadPublished),
            // Whoever works here comes to what is published from the lists it is made of.
            "/published" => self.may(Action::ReadPublished) && !self.may(Action::Read),
            _ => self.may(Action::Read),
        }
    }

    /// May they do this? The verb asks again.
    pub fn may(&self, action: Action) -> bool {
        self.acts.contains(&action)
    }

    /// The links alone, for the bottom bar of a phone.
    pub fn bottom_bar(&self) -> Vec<NavLink> {
        let link = |item| match item {
            NavItem::Link(link) => Some(link),
            NavItem::Group(_) => None,
        };
        self.navigation().into_iter().filter_map(link).collect()
    }

    /// The first character of the county's name, for the seal; of the product's when it is unknown.
    pub fn seal(&self) -> char {
        self.county.chars().next().unwrap_or('零')
    }

    /// `2023年10月9日 星期一`
    pub fn date_line(&self) -> String {
        format::date_long(self.today)
    }

    /// The frame of the sample pages.
    pub fn sample(section: Section) -> Self {
        Self {
            section,
            county: "桐庐县".to_owned(),
            demo: true,
            today: NaiveDate::from_ymd_opt(2023, 10, 9).unwrap_or_default(),
            user: Some(User {
                name: "章程".to_owned(),
                title: "专班办公室主任".to_owned(),
                unit: "县低效工业用地整治提升专班办公室".to_owned(),
                posts: vec![
                    ("1".to_owned(), "专班办公室主任".to_owned(), true),
                    ("2".to_owned(), "代 陆川 · 组长".to_owned(), false),
                ],
            }),
            acts: Action::all().collect(),
            query: String::new(),
            desk_waiting: 12,
            notices_unread: 3,
            tasks_waiting: 47,
            batches_waiting: 2,
            changes_waiting: 1,
            notice: None,
        }
    }
}
