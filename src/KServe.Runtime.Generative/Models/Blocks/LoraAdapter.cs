using System.Text.Json;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>A low-rank change of some matrices of a model: <c>W + scale · B · A</c>.</summary>
/// <remarks>
/// Hu et al., "LoRA: low-rank adaptation of large language models" (2021); files as PEFT writes them. Matrices are
/// changed while they are packed, so the model computes as fast as without.
/// </remarks>
internal sealed class LoraAdapter : IDisposable
{
    private const string ConfigurationFile = "adapter_config.json";
    private const string Prefix = "base_model.model.";
    private const int MaxRank = 1 << 14;

    private readonly WeightStore _store;
    private readonly float _scale;
    private readonly HashSet<string> _unused;

    private LoraAdapter(WeightStore store, float scale)
    {
        _store = store;
        _scale = scale;
        _unused = [.. store.Names];
    }

    /// <summary>Opens an adapter.</summary>
    /// <param name="folder">The folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <exception cref="InferenceException">A file is missing or wrong, or the adapter is of another kind.</exception>
    public static LoraAdapter Open(string folder)
    {
        using var document = JsonFile.TryRead(folder, ConfigurationFile)
            ?? throw JsonFile.Error(ConfigurationFile, "is missing");
        var fields = JsonFile.Fields(document, ConfigurationFile);
        var scale = ReadScale(fields);
        return new LoraAdapter(WeightStore.Open(Path.Combine(folder, "adapter_model.safetensors")), scale);
    }

    /// <summary>Returns a matrix with the adapter's change, or <see langword="null"/> where there is none.</summary>
    public IWeightRows? Change(string module, IWeightRows rows)
    {
        var downName = $"{Prefix}{module}.lora_A.weight";
        var upName = $"{Prefix}{module}.lora_B.weight";
        if (!_store.TryGet(downName, out var down) || !_store.TryGet(upName, out var up))
        {
            return null;
        }

        var rank = down.Rows;
        down.Require(rank, rows.Columns);
        up.Require(rows.Rows, rank);
        _unused.Remove(downName);
        _unused.Remove(upName);
        return new LoraRows(rows, down.ToArray(), up, _scale);
    }

    /// <summary>Requires that every tensor of the adapter changed a matrix.</summary>
    /// <exception cref="InferenceException">The adapter is for another model.</exception>
    public void RequireAllUsed()
    {
        if (_unused.FirstOrDefault() is { } name)
        {
            throw WeightErrors.Create(
                "adapter_model.safetensors", $"tensor {WeightErrors.Show(name)} changes no matrix of the model");
        }
    }

    public void Dispose() => _store.Dispose();

    private static float ReadScale(JsonFields fields)
    {
        if (fields.OptionalText("peft_type") is { } type && type != "LORA")
        {
            throw fields.Error("peft_type", "must be LORA");
        }

        if (fields.Flag("use_dora", fallback: false))
        {
            throw fields.Error("use_dora", "must be false; nothing else is supported");
        }

        if (fields.OptionalText("bias") is not (null or "none"))
        {
            throw fields.Error("bias", "must be none; nothing else is supported");
        }

        foreach (var name in (ReadOnlySpan<string>)["rank_pattern", "alpha_pattern"])
        {
            if (fields.Find(name) is { ValueKind: JsonValueKind.Object } pattern && pattern.GetPropertyCount() > 0)
            {
                throw fields.Error(name, "must be empty; nothing else is supported");
            }
        }

        var rank = fields.Int32("r", 1, MaxRank);
        var alpha = fields.Number("lora_alpha", 0, 1e6);
        return (float)(alpha / (fields.Flag("use_rslora", fallback: false) ? Math.Sqrt(rank) : rank));
    }
}
