import ArgumentParser

RenderCommand.main()
