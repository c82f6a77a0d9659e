//! The people of the demo county: invented, one or more for each role, without passwords.

use lingdi_domain::Role;

/// One invented person.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Login name.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// Code of the unit.
    pub unit: &'static str,
    /// The role.
    pub role: Role,
    /// 职务
    pub title: &'static str,
}

const fn person(
    login: &'static str,
    name: &'static str,
    unit: &'static str,
    role: Role,
    title: &'static str,
) -> Person {
    Person { login, name, unit, role, title }
}

/// Everybody.
pub const PEOPLE: [Person; 23] = [
    person("zuzhang", "陆川", "330122", Role::Leader, "县长、专班组长"),
    person("fuzuzhang", "方文渊", "330122", Role::DeputyLeader, "副县长、专班副组长"),
    person("bangong", "章程", "330122T01", Role::OfficeHead, "专班办公室主任"),
    person("keyuan", "何静", "330122T01", Role::OfficeClerk, "专班办公室科员"),
    person("hengcun", "申屠明", "330122102", Role::LocalLeader, "横村镇镇长"),
    person("hengcun.jb", "皇甫燕", "330122102", Role::LocalClerk, "横村镇工办经办"),
    person("fenshui", "臧伟", "330122109", Role::LocalLeader, "分水镇镇长"),
    person("fenshui.jb", "毛小芳", "330122109", Role::LocalClerk, "分水镇工办经办"),
    person("fengchuan", "姚建新", "330122005", Role::LocalLeader, "凤川街道办事处主任"),
    person("fengchuan.jb", "童晓", "330122005", Role::LocalClerk, "凤川街道经办"),
    person("kaifaqu", "周立群", "330122Z01", Role::LocalLeader, "开发区管委会主任"),
    person("kaifaqu.jb", "袁敏", "330122Z01", Role::LocalClerk, "开发区经发局经办"),
    person("zigui", "俞国平", "330122B02", Role::BureauLeader, "县资规局副局长"),
    person("zigui.llr", "徐琳", "330122B02", Role::BureauLiaison, "县资规局联络员"),
    person("jingxin.llr", "吴越", "330122B01", Role::BureauLiaison, "县经信局联络员"),
    person("shuiwu.llr", "钱宁", "330122B03", Role::BureauLiaison, "县税务局联络员"),
    person("shouchu", "赖斌", "330122C01", Role::Acquirer, "收储公司经办"),
    person("ducha", "江波", "330122B13", Role::Inspector, "县督查室督查组员"),
    person("zhidu", "洪梅", "330122", Role::Reader, "县人大只读"),
    person("guancha", "施远", "330122", Role::Observer, "市级观察员"),
    person("xitong", "陈系", "330122T01", Role::SystemAdmin, "系统管理员"),
    person("anquan", "林安", "330122T01", Role::SecurityAdmin, "安全管理员"),
    person("shenji", "许审", "330122T01", Role::AuditAdmin, "审计管理员"),
];

/// Bureaus and companies with the local units they are linked to (R59).
pub const LINKS: [(&str, &str); 8] = [
    ("330122B01", "330122102"),
    ("330122B01", "330122Z01"),
    ("330122B02", "330122109"),
    ("330122B02", "330122102"),
    ("330122B03", "330122Z01"),
    ("330122B10", "330122005"),
    ("330122C01", "330122102"),
    ("330122C01", "330122109"),
];

/// Who stands in for whom, by login name: 何静 for 章程.
pub const DEPUTY: (&str, &str) = ("keyuan", "bangong");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_somebody_and_nobody_shares_a_name_or_login() {
        for role in Role::ALL {
            assert!(PEOPLE.iter().any(|person| person.role == role), "{role:?}");
        }
        let names: BTreeSet<_> = PEOPLE.iter().map(|person| person.name).collect();
        let logins: BTreeSet<_> = PEOPLE.iter().map(|person| person.login).collect();
        assert_eq!((names.len(), logins.len()), (PEOPLE.len(), PEOPLE.len()));
    }
}
