//! Why an edition cannot be used, told to the official who edited it.

use chrono::NaiveDate;

/// A fault in an edition's files or in a value put over them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditionError {
    /// A file of the folder is absent.
    #[error("缺少文件 {0}。请把政策目录中的全部 toml 文件一起导入。")]
    NoFile(String),
    /// A file is no TOML or lacks a field.
    #[error("{file} 第 {line} 行无法读取：{why}。请对照随系统提供的 2022-7 版同名文件修改。")]
    Unreadable {
        /// File name.
        file: String,
        /// Line number, from 1.
        line: usize,
        /// The reader's words.
        why: String,
    },
    /// No setting has this id.
    #[error("没有编号为“{0}”的参数或开关。请用 policy list 或“参数与口径”页面查看编号。")]
    UnknownKey(String),
    /// The program asks for a setting that this text does not have: it is older than the program.
    #[error(
        "现行口径 {edition} 是较早的版本，缺少本系统需要的“{key}”，这一步暂不能办理。\
         请由专班办公室到“参数与口径”采用随系统发布的新版文本（命令行：lingdi policy renew），发布后再办。"
    )]
    Lacks {
        /// Name of the edition.
        edition: String,
        /// Id of the setting.
        key: String,
    },
    /// Two settings share an id.
    #[error("编号“{0}”出现了两次。请保留一个。")]
    TwiceKey(String),
    /// A value does not fit its setting.
    #[error("“{label}”（{key}）不能设为“{value}”：{why}。")]
    BadValue {
        /// Id of the setting.
        key: String,
        /// Its name.
        label: String,
        /// The value as written.
        value: String,
        /// What would fit.
        why: String,
    },
    /// The rules need a value on a date for which none is given.
    #[error("“{key}”在 {on} 没有值。请补上一段包含该日的值。")]
    NoValue {
        /// Id of the setting.
        key: String,
        /// The date.
        on: NaiveDate,
    },
    /// A scheme of scoring does not add up.
    #[error("scoring.toml：{0}")]
    BadScheme(String),
    /// A rule has no clause to cite.
    #[error("edition.toml 没有写明判定规则 {0} 所依据的条款。请补上 [[clause]]。")]
    NoClause(String),
    /// No edition of this name is shipped.
    #[error("没有名为“{0}”的版本。随系统提供的有：{1}。")]
    UnknownEdition(String, String),
}

impl EditionError {
    /// The same fault as it is told of a text that somebody hands in.
    pub(super) fn of_text(self) -> Self {
        if let Self::Lacks { key, .. } = self { Self::UnknownKey(key) } else { self }
    }
}
