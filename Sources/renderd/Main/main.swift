import ArgumentParser

RenderProgram.main()
