using System.CommandLine;
using KServe.Tool.Commands;
using KServe.Tool.Output;

namespace KServe.Tool.Resources;

/// <summary>The commands that read and change the resources of a running server.</summary>
internal static class ResourceCommands
{
    public static void AddTo(Command root, ToolConsole console)
    {
        root.Subcommands.Add(CreateApply(console));
        root.Subcommands.Add(CreateGet(console));
        root.Subcommands.Add(CreateDelete(console));
        root.Subcommands.Add(CreateExport(console));
    }

    private static Command CreateApply(ToolConsole console)
    {
        var server = new ServerOptions();
        var files = FileOption("Files or folders of resources; - reads the standard input.");
        files.Required = true;
        var dryRun = new Option<bool>("--dry-run") { Description = "Checks the resources and changes nothing." };
        var wait = new Option<int?>("--wait")
        {
            Description = "Seconds to wait until the resources are ready; fails when one is not.",
            HelpName = "seconds",
        };
        var command = new Command("apply", "Creates or changes the resources of files on a running server.")
        {
            files, dryRun, wait,
        };
        server.AddTo(command);
        command.SetAction((result, token) => RunAsync(console, server, result, client => new ApplyRun(client, console)
        {
            IsDryRun = result.GetValue(dryRun),
            WaitSeconds = result.GetValue(wait),
        }.RunAsync(result.GetValue(files)!, token)));
        return command;
    }

    private static Command CreateGet(ToolConsole console)
    {
        var server = new ServerOptions();
        var kind = new Argument<string>("kind")
        {
            Description = "A kind, like inferenceservices or isvc.",
            DefaultValueFactory = static _ => "inferenceservices",
        };
        var name = NameArgument();
        var output = new Option<string>("--output", "-o") { Description = "How to write. Default: table." };
        output.AcceptOnlyFromAmong("table", "yaml", "json");
        var command = new Command("get", "Shows resources of a running server and what became of them.")
        {
            kind, name, output,
        };
        server.AddTo(command);
        command.SetAction((result, token) => RunAsync(console, server, result, client => new GetRun(client, console)
        {
            Output = result.GetValue(output) ?? "table",
        }.RunAsync(result.GetValue(kind)!, result.GetValue(name), token)));
        return command;
    }

    private static Command CreateDelete(ToolConsole console)
    {
        var server = new ServerOptions();
        var kind = new Argument<string?>("kind")
        {
            Description = "A kind, like inferenceservices or isvc.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var name = NameArgument();
        var files = FileOption("Files or folders whose resources are deleted.");
        var command = new Command("delete", "Deletes resources of a running server.") { kind, name, files };
        server.AddTo(command);
        command.SetAction((result, token) => RunAsync(console, server, result, client =>
            new DeleteRun(client, console).RunAsync(
                result.GetValue(kind), result.GetValue(name), result.GetValue(files) ?? [], token)));
        return command;
    }

    private static Command CreateExport(ToolConsole console)
    {
        var server = new ServerOptions();
        var command = new Command("export", "Writes the YAML of InferenceServices for all models of a running server.");
        server.AddTo(command);
        command.SetAction((result, token) => RunAsync(console, server, result, async client =>
        {
            console.WriteLine((await client.GetTextAsync("export", "application/yaml", token)).TrimEnd());
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Option<string[]> FileOption(string description) => new("--filename", "-f")
    {
        Description = description,
        HelpName = "path",
        AllowMultipleArgumentsPerToken = true,
    };

    private static Argument<string?> NameArgument() => new("name")
    {
        Description = "The name of one resource.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static async Task<int> RunAsync(
        ToolConsole console,
        ServerOptions options,
        ParseResult result,
        Func<ResourceClient, Task<int>> run)
    {
        using var client = new ResourceClient(options.Read(result));
        try
        {
            return await run(client);
        }
        catch (ResourceCallException error)
        {
            console.Fail(error.Failures);
            return ExitCode.Refused;
        }
        catch (HttpRequestException error)
        {
            console.Fail([$"{client.Address}: {error.Message}"]);
            return ExitCode.Refused;
        }
        catch (IOException error)
        {
            console.Fail([error.Message]);
            return ExitCode.Usage;
        }
    }
}
