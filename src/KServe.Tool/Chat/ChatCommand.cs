using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using KServe.Tool.Output;

namespace KServe.Tool.Chat;

/// <summary>The command that talks to a model of a running server.</summary>
internal sealed class ChatCommand
{
    private const string DefaultAddress = "http://localhost:8080";
    private const string KeyVariable = "KSERVE_KEY";
    private const double MaxTemperature = 2;

    private readonly Option<Uri> _url = new("--url", "--server")
    {
        Description = $"The server, without /v1. Default: {DefaultAddress}.",
        HelpName = "url",
        CustomParser = ParseAddress,
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = $"The server's key. Default: the variable {KeyVariable}.",
        HelpName = "key",
    };

    private readonly Option<string> _model = new("--model")
    {
        Description = "The model.",
        HelpName = "name",
        Required = true,
    };

    private readonly Option<string> _system = new("--system")
    {
        Description = "What the model is told before the conversation.",
        HelpName = "text",
    };

    private readonly Option<double?> _temperature = new("--temperature")
    {
        Description = $"How freely tokens are drawn, from 0 to {MaxTemperature}. Default: the server's.",
        HelpName = "number",
    };

    private readonly Option<int?> _maxTokens = new("--max-tokens")
    {
        Description = "The most tokens of an answer. Default: the server's.",
        HelpName = "number",
    };

    private readonly Option<string> _once = new("--once")
    {
        Description = "Asks this and ends.",
        HelpName = "question",
    };

    public static void AddTo(Command root, ToolConsole console) =>
        root.Subcommands.Add(new ChatCommand().Create(console));

    private Command Create(ToolConsole console)
    {
        _temperature.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0 and <= MaxTemperature)))
            {
                result.AddError($"--temperature must be from 0 to {MaxTemperature}.");
            }
        });
        _maxTokens.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--max-tokens must be at least 1.");
            }
        });
        var command = new Command("chat", "Talks to a language model of a running server, over OpenAI's API.")
        {
            _url, _key, _model, _system, _temperature, _maxTokens, _once,
        };
        command.SetAction((result, _) => RunAsync(result, console));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, ToolConsole console)
    {
        var settings = new ChatSettings(
            result.GetValue(_url) ?? new Uri(DefaultAddress),
            result.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
            result.GetValue(_model)!)
        {
            System = result.GetValue(_system),
            Temperature = result.GetValue(_temperature),
            MaxTokens = result.GetValue(_maxTokens),
        };
        using var call = new ChatCall(settings);
        var session = new ChatSession(call, settings, Console.In, console);
        if (result.GetValue(_once) is { } question)
        {
            return await session.AskOnceAsync(question);
        }

        // The process ends by the signal unless an answer is there to be stopped.
        using var signal = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, context => context.Cancel = session.StopAnswer());
        return await session.RunAsync();
    }

    private static Uri? ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
        {
            return address;
        }

        result.AddError($"--url must be a URL that begins with http:// or https://, got '{text}'.");
        return null;
    }
}
