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
pub static PEOPLE: [Person; 50] = [
    person("zuzhang", "陆川", "330122", Role::Leader, "县长、专班组长"),
    person("fuzuzhang", "方文渊", "330122", Role::DeputyLeader, "副县长、专班副组长"),
    person("bangong", "章程", "330122T01", Role::OfficeHead, "专班办公室主任"),
    person("keyuan", "何静", "330122T01", Role::OfficeClerk, "专班办公室科员"),
    person("yewuzu", "沈越", "330122T01", Role::WorkGroup, "专班业务组（考核、收储）"),
    person("hengcun", "申屠明", "330122102", Role::LocalLeader, "横村镇镇长"),
    person("hengcun.jb", "皇甫燕", "330122102", Role::LocalClerk, "横村镇工办经办"),
    person("fenshui", "臧伟", "330122109", Role::LocalLeader, "分水镇镇长"),
    person("fenshui.jb", "毛小芳", "330122109", Role::LocalClerk, "分水镇工办经办"),
    person("fengchuan", "姚建新", "330122005", Role::LocalLeader, "凤川街道办事处主任"),
    person("fengchuan.jb", "童晓", "330122005", Role::LocalClerk, "凤川街道经办"),
    person("kaifaqu", "周立群", "330122Z01", Role::LocalLeader, "开发区管委会主任"),
    person("kaifaqu.jb", "袁敏", "330122Z01", Role::LocalClerk, "开发区经发局经办"),
    person("jiuxian", "戚建军", "330122002", Role::LocalLeader, "旧县街道办事处主任"),
    person("jiuxian.jb", "濮晓玲", "330122002", Role::LocalClerk, "旧县街道经办"),
    person("tongjun", "何立新", "330122003", Role::LocalLeader, "桐君街道办事处主任"),
    person("tongjun.jb", "柴雯", "330122003", Role::LocalClerk, "桐君街道经办"),
    person("chengnan", "金国强", "330122004", Role::LocalLeader, "城南街道办事处主任"),
    person("chengnan.jb", "郎佳", "330122004", Role::LocalClerk, "城南街道经办"),
    person("fuchunjiang", "邵志华", "330122101", Role::LocalLeader, "富春江镇镇长"),
    person("fuchunjiang.jb", "华莉", "330122101", Role::LocalClerk, "富春江镇工办经办"),
    person("yaolin", "袁建平", "330122110", Role::LocalLeader, "瑶琳镇镇长"),
    person("yaolin.jb", "滕芳", "330122110", Role::LocalClerk, "瑶琳镇工办经办"),
    person("baijiang", "程立峰", "330122112", Role::LocalLeader, "百江镇镇长"),
    person("baijiang.jb", "潘虹", "330122112", Role::LocalClerk, "百江镇工办经办"),
    person("jiangnan", "李文斌", "330122113", Role::LocalLeader, "江南镇镇长"),
    person("jiangnan.jb", "孟丹", "330122113", Role::LocalClerk, "江南镇工办经办"),
    person("eshan", "蓝永明", "330122201", Role::LocalLeader, "莪山畲族乡乡长"),
    person("eshan.jb", "雷春燕", "330122201", Role::LocalClerk, "莪山畲族乡经办"),
    person("zhongshan", "应建华", "330122202", Role::LocalLeader, "钟山乡乡长"),
    person("zhongshan.jb", "夏玲", "330122202", Role::LocalClerk, "钟山乡经办"),
    person("xinhe", "翁卫东", "330122204", Role::LocalLeader, "新合乡乡长"),
    person("xinhe.jb", "钟慧", "330122204", Role::LocalClerk, "新合乡经办"),
    person("hecun", "鲍志强", "330122210", Role::LocalLeader, "合村乡乡长"),
    person("hecun.jb", "方倩", "330122210", Role::LocalClerk, "合村乡经办"),
    person("zigui", "俞国平", "330122B02", Role::BureauLeader, "县资规局副局长"),
    person("zigui.llr", "徐琳", "330122B02", Role::BureauLiaison, "县资规局联络员"),
    person("jingxin.llr", "吴越", "330122B01", Role::BureauLiaison, "县经信局联络员"),
    person("zhifa", "章立峰", "330122B11", Role::BureauLeader, "县综合行政执法局副局长"),
    person("zhifa.llr", "方宁", "330122B11", Role::BureauLiaison, "县综合行政执法局联络员"),
    person("shuiwu", "钟凯", "330122B03", Role::BureauLeader, "县税务局副局长"),
    person("shuiwu.llr", "钱宁", "330122B03", Role::BureauLiaison, "县税务局联络员"),
    person("shouchu", "赖斌", "330122C01", Role::Acquirer, "收储公司经办"),
    person("ducha", "江波", "330122B13", Role::Inspector, "县督查室督查组员"),
    person("zhidu", "洪梅", "330122", Role::Reader, "县人大只读"),
    person("guancha", "施远", "330122", Role::Observer, "市级观察员"),
    person("jiwei", "聂正", "330122", Role::Discipline, "县纪委监委干部"),
    person("xitong", "陈系", "330122T01", Role::SystemAdmin, "系统管理员"),
    person("anquan", "林安", "330122T01", Role::SecurityAdmin, "安全管理员"),
    person("shenji", "许审", "330122T01", Role::AuditAdmin, "审计管理员"),
];

/// Bureaus and companies with the local units they are linked to (R59).
pub const LINKS: [(&str, &str); 9] = [
    ("330122B01", "330122102"),
    ("330122B01", "330122Z01"),
    ("330122B02", "330122109"),
    ("330122B02", "330122102"),
    ("330122B03", "330122Z01"),
    ("330122B10", "330122005"),
    ("330122B11", "330122005"),
    ("330122C01", "330122102"),
    ("330122C01", "330122109"),
];

/// Reads the intervention log: proposed by the first and confirmed by the second, both by login name.
pub const DISCIPLINE: (&str, &str, &str) = ("jiwei", "anquan", "zuzhang");

/// Who stands in for whom, by login name: 何静 for 章程.
pub const DEPUTY: (&str, &str) = ("keyuan", "bangong");

/// Clerk and leader of a local unit.
pub(crate) fn of_unit(unit: &str) -> (Option<&'static Person>, Option<&'static Person>) {
    let with = |role| PEOPLE.iter().find(|person| person.unit == unit && person.role == role);
    (with(Role::LocalClerk), with(Role::LocalLeader))
}

/// Code of the local unit of this name; its leader's title begins with it.
pub(crate) fn unit_named(name: &str) -> Option<&'static str> {
    let short = name.trim_start_matches("桐庐经济");
    let leader = |person: &&Person| person.role == Role::LocalLeader && person.title.starts_with(short);
    PEOPLE.iter().find(leader).map(|person| person.unit)
}

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
