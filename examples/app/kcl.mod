[package]
name = "app"
version = "0.1.0"
description = "Uses the package hello of the default registry (KPM_REG and KPM_REPO)"

[dependencies]
hello = "0.1.0"
