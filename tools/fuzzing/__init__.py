"""What the fuzzer is made of: hostile workbooks, mutations, trials in a process of their own."""
