import CommandLineTool

HoldoverCommand.runAndExit()
