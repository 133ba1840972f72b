using System.CommandLine;
using System.CommandLine.Parsing;

namespace KServe.Tool.Resources;

/// <summary>Holds the options that say which server is meant, and who asks.</summary>
internal sealed class ServerOptions
{
    private const string DefaultAddress = "http://localhost:8080";
    private const string KeyVariable = "KSERVE_KEY";

    private readonly Option<Uri> _server = new("--server")
    {
        Description = $"The server. Default: {DefaultAddress}.",
        HelpName = "url",
        CustomParser = ParseAddress,
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = $"The server's key. Default: the variable {KeyVariable}.",
        HelpName = "key",
    };

    private readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace. Default: default.",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_key);
        command.Options.Add(_namespace);
    }

    public ServerSettings Read(ParseResult result) => new(
        result.GetValue(_server) ?? new Uri(DefaultAddress),
        result.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
        result.GetValue(_namespace) ?? "default");

    private static Uri? ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
        {
            return address;
        }

        result.AddError($"--server must be a URL that begins with http:// or https://, got '{text}'.");
        return null;
    }
}
