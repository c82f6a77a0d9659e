//! The paths of 五、整治提升路径.

use serde::{Deserialize, Serialize};

/// By which path a parcel is remediated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Path {
    /// 自我提升：技改投入
    S1,
    /// 自我提升：改建扩建
    S2,
    /// 自我提升：招引项目
    S3,
    /// 自我提升：分割转让
    S4,
    /// 自我提升：厂房租赁
    S5,
    /// 兼并重组
    M,
    /// 收购收储
    A,
    /// 取缔关停
    K1,
    /// 腾退出清
    K2,
    /// 限期开发, for 用而未尽.
    U,
}

impl Path {
    /// Codes and names, for forms.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("S1", "自我提升：技改投入"),
        ("S2", "自我提升：改建扩建"),
        ("S3", "自我提升：招引项目"),
        ("S4", "自我提升：分割转让"),
        ("S5", "自我提升：厂房租赁"),
        ("M", "兼并重组"),
        ("A", "收购收储"),
        ("K1", "取缔关停"),
        ("K2", "腾退出清"),
        ("U", "限期开发"),
    ];

    /// 自我提升: needs an agreement, is watched after the exit.
    pub fn is_self_upgrade(self) -> bool {
        matches!(self, Self::S1 | Self::S2 | Self::S3 | Self::S4 | Self::S5)
    }
}
