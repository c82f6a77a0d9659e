//! Who logs in, by what they are appointed to (domain.md §7).
//!
//! A role says which moves are a person's to make; the unit of the appointment and its scope say
//! on what. What each role may do stands in one table, in `app`.

use serde::{Deserialize, Serialize};

/// What a person is appointed to. A person may hold several appointments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 组长: the county leader at the head of the task force.
    Leader,
    /// 副组长.
    DeputyLeader,
    /// 专班办公室主任.
    OfficeHead,
    /// 专班办公室科员.
    OfficeClerk,
    /// 专班业务组: the task force's groups for 收储, 执法, 考核 and 宣传.
    WorkGroup,
    /// 属地领导: head of a township, street or development zone.
    LocalLeader,
    /// 属地经办.
    LocalClerk,
    /// 部门领导.
    BureauLeader,
    /// 部门联络员.
    BureauLiaison,
    /// 国企收储经办.
    Acquirer,
    /// 督查组员.
    Inspector,
    /// 只读: the bodies that receive copies (人大、政协、纪委、法院).
    Reader,
    /// 市、省级观察员.
    Observer,
    /// 纪检监察: reads the intervention log and the roster of pledges, and what is published; nothing else.
    Discipline,
    /// 系统管理员: technical life of the accounts, parameters of the machine, copies; no business data.
    SystemAdmin,
    /// 安全管理员: appointments and rights; no business data.
    SecurityAdmin,
    /// 审计管理员: the journal, nothing else.
    AuditAdmin,
}

impl Role {
    /// All, in the order of a roster.
    pub const ALL: [Self; 17] = [
        Self::Leader,
        Self::DeputyLeader,
        Self::OfficeHead,
        Self::OfficeClerk,
        Self::WorkGroup,
        Self::LocalLeader,
        Self::LocalClerk,
        Self::BureauLeader,
        Self::BureauLiaison,
        Self::Acquirer,
        Self::Inspector,
        Self::Reader,
        Self::Observer,
        Self::Discipline,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
    ];

    /// The name people use.
    pub fn label(self) -> &'static str {
        match self {
            Self::Leader => "组长",
            Self::DeputyLeader => "副组长",
            Self::OfficeHead => "专班办公室主任",
            Self::OfficeClerk => "专班办公室科员",
            Self::WorkGroup => "专班业务组",
            Self::LocalLeader => "属地领导",
            Self::LocalClerk => "属地经办",
            Self::BureauLeader => "部门领导",
            Self::BureauLiaison => "部门联络员",
            Self::Acquirer => "国企收储经办",
            Self::Inspector => "督查组员",
            Self::Reader => "只读",
            Self::Observer => "市省观察员",
            Self::Discipline => "纪检监察",
            Self::SystemAdmin => "系统管理员",
            Self::SecurityAdmin => "安全管理员",
            Self::AuditAdmin => "审计管理员",
        }
    }

    /// The word of files and addresses: `office_head`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::DeputyLeader => "deputy_leader",
            Self::OfficeHead => "office_head",
            Self::OfficeClerk => "office_clerk",
            Self::WorkGroup => "work_group",
            Self::LocalLeader => "local_leader",
            Self::LocalClerk => "local_clerk",
            Self::BureauLeader => "bureau_leader",
            Self::BureauLiaison => "bureau_liaison",
            Self::Acquirer => "acquirer",
            Self::Inspector => "inspector",
            Self::Reader => "reader",
            Self::Observer => "observer",
            Self::Discipline => "discipline",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
        }
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Holds no other post beside it: the three administrators, and the reader of the intervention log.
    pub fn is_apart(self) -> bool {
        self.is_administrator() || self == Self::Discipline
    }

    /// One of the three administrators, who see no business data.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}
