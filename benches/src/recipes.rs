//! How the generated files (`gen.py`) are read: kind, file and mapping, once, as data.

use std::path::{Path, PathBuf};

use lingdi_domain::Kind;

/// One table of the generated county.
pub(crate) struct Recipe {
    pub(crate) kind: Kind,
    /// File name in the data folder.
    pub(crate) file: &'static str,
    /// Arguments of `--map`.
    pub(crate) map: &'static [&'static str],
}

/// The files of parcels that the generator writes, in order of preference, each the same parcels.
/// The Shapefile goes in zipped (see [`crate::place`]).
pub(crate) const PARCEL_FILES: [(&str, &str); 3] =
    [("gpkg", "parcel.gpkg"), ("shp", "parcel.shp.zip"), ("geojson", "parcel.geojson")];

/// The mapping of the parcels, whatever the format.
pub(crate) const PARCEL_MAP: &[&str] = &[
    "宗地代码=pid",
    "宗地面积(亩)=area_mu",
    "土地用途=land_use",
    "实际用途=actual_use",
    "供应日期=supply",
    "权利性质=mode",
    "容积率=far",
    "现状是否闲置=idle",
    "属地=town",
];

/// The tables beside the parcels, in the order in which they are read.
pub(crate) const TABLES: [Recipe; 6] = [
    Recipe {
        kind: Kind::Enterprises,
        file: "enterprise.csv",
        map: &[
            "统一社会信用代码=uscc",
            "企业名称=name",
            "行业代码=industry",
            "规模=scale",
            "成立日期=founded",
        ],
    },
    Recipe {
        kind: Kind::Occupancy,
        file: "link.csv",
        map: &["宗地代码=pid", "统一社会信用代码=uscc", "用地面积(亩)=use_mu"],
    },
    Recipe {
        kind: Kind::Tax,
        file: "tax.csv",
        map: &["统一社会信用代码=uscc", "年度=year", "入库税额(万元)=tax"],
    },
    Recipe {
        kind: Kind::Evaluation,
        file: "klass.csv",
        map: &["统一社会信用代码=uscc", "年度=year", "评价类别=class"],
    },
    Recipe {
        kind: Kind::Leases,
        file: "lease.csv",
        map: &[
            "宗地代码=pid",
            "出租人代码=lessor",
            "承租人代码=lessee",
            "租赁面积(亩)=area_mu",
            "起始日期=start",
            "终止日期=end",
            "租赁用途=use",
        ],
    },
    Recipe {
        kind: Kind::Catalogue,
        file: "policy.csv",
        map: &["目录名称==评测", "版本==2023", "条目=industry", "行业代码=industry", "类别=policy"],
    },
];

/// The parcels in one of their formats.
pub(crate) fn parcels(file: &'static str) -> Recipe {
    Recipe { kind: Kind::Parcels, file, map: PARCEL_MAP }
}

impl Recipe {
    /// Where its file lies.
    pub(crate) fn path(&self, data: &Path) -> PathBuf {
        data.join(self.file)
    }

    /// Its arguments on the command line.
    pub(crate) fn arguments(&self, data: &Path) -> Vec<String> {
        let mut arguments = vec!["import".to_owned(), self.kind.code().to_owned()];
        arguments.push(self.path(data).display().to_string());
        arguments.push("--anywhere".to_owned());
        for rule in self.map {
            arguments.extend(["--map".to_owned(), (*rule).to_owned()]);
        }
        arguments
    }
}
