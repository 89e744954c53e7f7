[package]
name = "limits-policy"
version = "0.1.0"

[dependencies]
check-container-limits = "0.1.0"
