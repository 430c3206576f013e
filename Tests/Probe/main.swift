import ArgumentParser

Probe.main()
