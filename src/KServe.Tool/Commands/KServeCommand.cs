using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using KServe.Tool.Chat;
using KServe.Tool.KvSize;
using KServe.Tool.Output;
using KServe.Tool.Resources;
using KServe.Tool.Serving;

namespace KServe.Tool.Commands;

/// <summary>The command line of the tool.</summary>
internal static class KServeCommand
{
    /// <summary>Runs the tool.</summary>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, new ToolConsole());

    /// <summary>Runs the tool with a console of the caller's.</summary>
    internal static async Task<int> RunAsync(string[] args, ToolConsole console)
    {
        var result = Parse(args, new ServeOptionSet(), console);
        if (result.Errors.Count > 0)
        {
            return Refuse(console, result.Errors.Select(static error => error.Message));
        }

        // The host listens to signals itself and drains before it stops.
        return await result.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>Parses a command line.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, ServeOptionSet options, ToolConsole console) =>
        Create(options, console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static Command Create(ServeOptionSet options, ToolConsole console)
    {
        var serve = new Command("serve", "Serves models over V1, V2 and gRPC until it is told to stop.");
        options.AddTo(serve);
        serve.SetAction((result, _) => ServeAsync(result, options, console));

        var version = new Command("version", "Prints the version.");
        version.SetAction(_ => console.WriteLine(Version));

        // KServe starts runtime images without a verb.
        var root = new Command("kserve", "Serves machine learning models with KServe's protocols.");
        root.Options.Add(new HelpOption { Recursive = true });
        root.Subcommands.Add(serve);
        root.Subcommands.Add(version);
        ResourceCommands.AddTo(root, console);
        KvSizeCommand.AddTo(root, console);
        ChatCommand.AddTo(root, console);
        options.AddTo(root);
        root.SetAction((result, _) => ServeAsync(result, options, console));
        return root;
    }

    private static string Version => typeof(KServeCommand).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static async Task<int> ServeAsync(ParseResult result, ServeOptionSet options, ToolConsole console)
    {
        var reader = new ServeSettingsReader(options, result);
        var settings = reader.Read();
        var errors = reader.Errors.ToList();
        if (errors.Count == 0 && !settings.HasModels && !ToolConfiguration.NamesModels)
        {
            errors.Add("There is nothing to serve: give --model name=path-or-uri.");
        }

        if (errors.Count > 0)
        {
            return Refuse(console, errors);
        }

        if (settings.IgnoredOptions.Count > 0)
        {
            console.Warn($"Ignored, they have no meaning here: {string.Join(", ", settings.IgnoredOptions)}");
        }

        return await new ServeRunner(settings, console).RunAsync();
    }

    private static int Refuse(ToolConsole console, IEnumerable<string> errors)
    {
        console.Fail(errors);
        console.Fail(["See kserve --help."], isHint: true);
        return ExitCode.Usage;
    }
}
