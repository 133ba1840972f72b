using System.CommandLine;
using KServe.Runtime.Generative.Configuration;
using KServe.Tool.Commands;
using KServe.Tool.Output;

namespace KServe.Tool.KvSize;

/// <summary>The command that computes the memory of a KV cache.</summary>
internal static class KvSizeCommand
{
    private const long DefaultTokens = 10_000;
    private const long MaxTokens = 1_000_000_000_000;

    public static void AddTo(Command root, ToolConsole console) => root.Subcommands.Add(Create(console));

    private static Command Create(ToolConsole console)
    {
        var path = new Argument<string?>("path")
        {
            Description = "A config.json, the folder of a model, or a .gguf file; without it, --layers and sizes.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tokens = new Option<long>("--tokens")
        {
            Description = $"The number of tokens. Default: {DefaultTokens}.",
            DefaultValueFactory = static _ => DefaultTokens,
        };
        var type = new Option<string>("--dtype") { Description = "How numbers are stored. Default: float16." };
        type.AcceptOnlyFromAmong([.. KvSizeTypes.Names]);
        var classic = new Option<bool>("--classic")
        {
            Description = "Counts as calculators of caching products do: hidden size over heads as the size of a head, "
                + "no latent attention, no windows, and 2^30 bytes as a GB.",
        };
        var sizes = new KvSizeOptions();
        var command = new Command("kv-size", "Computes the memory of a KV cache, from a model's files or from sizes.")
        {
            path, tokens, type, classic,
        };
        sizes.AddTo(command);
        command.SetAction(result =>
        {
            try
            {
                var isClassic = result.GetValue(classic);
                var shape = sizes.Apply(result, Read(result.GetValue(path), isClassic));
                var count = result.GetValue(tokens);
                if (count is < 0 or > MaxTokens)
                {
                    throw InferenceException.InvalidArgument($"--tokens must be from 0 to {MaxTokens}.");
                }

                KvSizeReport.Write(console, shape, count, result.GetValue(type) ?? "float16", isClassic);
                return ExitCode.Ok;
            }
            catch (InferenceException error)
            {
                console.Fail([error.Message]);
                return ExitCode.Usage;
            }
            catch (OverflowException)
            {
                console.Fail(["The sizes make more bytes than 64 bits count."]);
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static KvCacheShape? Read(string? path, bool isClassic) => path is null ? null
        : isClassic ? KvCacheShape.ReadClassic(path)
        : KvCacheShape.Read(path);
}
