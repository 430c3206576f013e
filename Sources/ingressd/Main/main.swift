import ArgumentParser

IngressCommand.main()
