//! What a table may cost, whatever its format: a file beyond is refused with a sentence before it fills
//! the memory.

use crate::Refusal;

/// Cells of all sheets together, empty ones before a filled one included: a full sheet of a million rows
/// and sixteen columns.
const MOST_CELLS: usize = 16 << 20;
/// Bytes of text in all cells together.
const MOST_TEXT: usize = 384 << 20;
/// Cells beyond this column belong to no bureau's table; a stray one would cost memory in each row.
pub(super) const MOST_COLUMNS: usize = 1024;

/// A cell of more bytes holds no value: office programs end at 32,767 letters.
pub(super) const MOST_IN_CELL: usize = 1 << 20;

/// What has been read of a file so far.
#[derive(Debug)]
pub(super) struct Ledger {
    most_cells: usize,
    cells: usize,
    text: usize,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::of(MOST_CELLS)
    }
}

impl Ledger {
    /// For a format in which fewer cells fill the memory.
    pub(super) fn of(most_cells: usize) -> Self {
        Self { most_cells, cells: 0, text: 0 }
    }

    /// Enters cells.
    pub(super) fn cells(&mut self, count: usize) -> Result<(), Refusal> {
        self.cells = self.cells.saturating_add(count);
        if self.cells <= self.most_cells {
            return Ok(());
        }
        Err(Refusal::new(
            format!("表格范围过大，超过 {} 万个单元格（含数据之间的空格）。", self.most_cells / 10_000),
            "请删除数据区以外的内容，或按乡镇（街道）拆分后提交；数据确实多的请另存为 csv。",
        ))
    }

    /// Enters bytes of text.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.text = self.text.saturating_add(bytes);
        if self.text <= MOST_TEXT {
            return Ok(());
        }
        Err(Refusal::new(
            format!("表格中的文字过多，超过 {} MB。", MOST_TEXT >> 20),
            "请核对是否有单元格存放了大段文字；数据确实多的请拆分后提交。",
        ))
    }
}

/// A cell holds more than [`MOST_IN_CELL`].
pub(super) fn too_long(row: u32) -> Refusal {
    Refusal::new(
        format!("第 {row} 行有一个单元格的内容超过 {} MB。", MOST_IN_CELL >> 20),
        "请核对该行：多半是引号没有成对，或文件不是表格；改好后重新提交。",
    )
}

/// The file needs a password.
pub(super) fn encrypted() -> Refusal {
    Refusal::new(
        "工作簿已加密（设有打开密码，或工作簿结构受密码保护），无法读取。",
        "请在 Excel 中打开，文件 › 信息 › 保护工作簿，取消“用密码进行加密”和“保护工作簿结构”，另存后再提交。",
    )
}
