//! What the words of the policy mean, in types: areas, money, exact ratios, codes, and the
//! records that a bureau's table is read into.
//!
//! Pure: no input or output, no clock, no ids made here. See `GLOSSARY.md` for the Chinese words.

pub mod actor;
pub mod area;
pub mod batch;
pub mod calendar;
pub mod case;
pub mod category;
pub mod credit_code;
pub mod days;
pub mod event;
pub mod kind;
pub mod limits;
pub mod mechanism1_task_force;
pub mod mechanism2_appraisal;
pub mod meeting;
pub mod money;
pub mod month;
pub mod moves;
pub mod name;
pub mod numbers;
pub mod object;
pub mod parallel;
pub mod parcel_code;
pub mod ratio;
pub mod record;
pub mod role;
pub mod source;
pub mod step1_survey;
pub mod step2_determination;
pub mod step3_register;
pub mod step4_remediation;
pub mod step5_exit;
pub mod values;
pub mod watch;

pub use actor::{Actor, Scope, StandingIn};
pub use area::Area;
pub use batch::BatchState;
pub use category::{Category, MainCategory};
pub use credit_code::CreditCode;
pub use kind::Kind;
pub use limits::Limits;
pub use money::Money;
pub use month::Month;
pub use parcel_code::ParcelCode;
pub use ratio::Ratio;
pub use role::Role;
pub use source::{Cell, Source};
pub use values::{Datum, Text, Values};
