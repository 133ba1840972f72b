using System.CommandLine;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Tool.KvSize;

/// <summary>The sizes of a model that stand in for its files, or change what they say.</summary>
internal sealed class KvSizeOptions
{
    private readonly Option<int?> _layers = Size("--layers", "The number of layers.");
    private readonly Option<int?> _heads = Size("--kv-heads", "The key and value heads of a layer.");
    private readonly Option<int?> _headSize = Size("--head-size", "The numbers in a head.");
    private readonly Option<int?> _latentSize = Size(
        "--latent-size", "The numbers that latent attention keeps: kv_lora_rank + qk_rope_head_dim.");

    private readonly Option<int?> _window = Size("--window", "The window of every layer in tokens.");

    public void AddTo(Command command)
    {
        command.Options.Add(_layers);
        command.Options.Add(_heads);
        command.Options.Add(_headSize);
        command.Options.Add(_latentSize);
        command.Options.Add(_window);
    }

    /// <summary>Puts the options over what was read from files.</summary>
    /// <exception cref="InferenceException">A size is neither in the options nor in files, or not positive.</exception>
    public KvCacheShape Apply(ParseResult result, KvCacheShape? read)
    {
        var layers = Value(result, _layers) ?? read?.LayerCount;
        var latent = Value(result, _latentSize) ?? read?.LatentSize ?? 0;
        var window = Value(result, _window);
        return new KvCacheShape
        {
            LayerCount = layers ?? throw Missing(_layers),
            KeyValueHeadCount = Value(result, _heads) ?? read?.KeyValueHeadCount
                ?? (latent > 0 ? 0 : throw Missing(_heads)),
            HeadSize = Value(result, _headSize) ?? read?.HeadSize ?? (latent > 0 ? 0 : throw Missing(_headSize)),
            LatentSize = latent,
            Windows = window is { } size ? [.. Enumerable.Repeat(size, layers.Value)]
                : read?.LayerCount == layers ? read?.Windows ?? []
                : [],
        };
    }

    private static Option<int?> Size(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
    };

    private static int? Value(ParseResult result, Option<int?> option) => result.GetValue(option) switch
    {
        null => null,
        >= 1 and <= 1 << 24 and var value => value,
        _ => throw InferenceException.InvalidArgument($"{option.Name} must be from 1 to {1 << 24}."),
    };

    private static InferenceException Missing(Option<int?> option) =>
        InferenceException.InvalidArgument($"Give a path, or {option.Name} and the other sizes.");
}
