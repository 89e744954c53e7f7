[package]
name = "admission"
version = "0.1.0"

[dependencies]
add-default-resources = "0.1.0"
check-probes = "0.1.0"
k8s = "1.31.2"
