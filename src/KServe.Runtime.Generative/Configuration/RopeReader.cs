namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads rotary positions from the old layout of fields and from the new one.</summary>
/// <remarks>
/// Old: <c>rope_theta</c> and <c>rope_scaling</c>. New: <c>rope_parameters</c> with the theta inside, by kind of layer
/// where kinds differ.
/// </remarks>
internal static class RopeReader
{
    private const double MaxTheta = 1e15;
    private const double MaxFactor = 1e6;
    private const double MinFactor = 1e-6;

    public static RopeConfiguration Read(
        JsonFields fields,
        int headSize,
        int maxPositions,
        double theta,
        double partialFactor = 1,
        string layerKind = "full_attention")
    {
        var scaling = Scaling(fields, layerKind);
        var original = scaling?.OptionalInt32("original_max_position_embeddings", 1, ConfigurationLimits.MaxPositions)
            ?? fields.OptionalInt32("original_max_position_embeddings", 1, ConfigurationLimits.MaxPositions)
            ?? maxPositions;
        var rope = new RopeConfiguration
        {
            Theta = scaling?.OptionalNumber("rope_theta", 1, MaxTheta) ?? theta,
            RotarySize = RotarySize(fields, scaling, headSize, partialFactor),
            OriginalMaxPositions = original,
        };
        return scaling is null ? rope : Scale(rope, scaling, maxPositions);
    }

    /// <summary>Reads the theta of the old layout.</summary>
    public static double Theta(JsonFields fields, string name, double fallback) =>
        fields.Number(name, 1, MaxTheta, fallback);

    private static JsonFields? Scaling(JsonFields fields, string layerKind)
    {
        var scaling = fields.Object("rope_parameters") ?? fields.Object("rope_scaling");
        return scaling is not null && (scaling.Has("full_attention") || scaling.Has("sliding_attention"))
            ? scaling.Object(layerKind)
            : scaling;
    }

    private static int RotarySize(JsonFields fields, JsonFields? scaling, int headSize, double fallback)
    {
        const string Name = "partial_rotary_factor";
        var factor = scaling?.OptionalNumber(Name, 0, 1) ?? fields.OptionalNumber(Name, 0, 1) ?? fallback;
        var size = (int)(headSize * factor);
        return size >= 2 && size % 2 == 0
            ? size
            : throw fields.Error("head_dim", $"gives {size} rotated numbers, which must be even and at least 2");
    }

    private static RopeConfiguration Scale(RopeConfiguration rope, JsonFields scaling, int maxPositions)
    {
        var name = scaling.Has("rope_type") ? "rope_type" : "type";
        return scaling.OptionalText(name) switch
        {
            null or "default" => rope,
            "linear" => rope with { Kind = RopeKind.Linear, Factor = Factor(scaling) },
            "dynamic" => rope with { Kind = RopeKind.Dynamic, Factor = Factor(scaling) },
            "yarn" => Yarn(rope, scaling, maxPositions),
            "llama3" => Llama3(rope, scaling),
            "longrope" or "su" => LongRope(rope, scaling, maxPositions),
            _ => throw scaling.Error(name, "must be default, linear, dynamic, yarn, llama3 or longrope"),
        };
    }

    private static double Factor(JsonFields scaling) => scaling.Number("factor", MinFactor, MaxFactor);

    private static double Factor(JsonFields scaling, int maxPositions, int original) =>
        scaling.Number("factor", MinFactor, MaxFactor, Math.Max(1, (double)maxPositions / original));

    private static RopeConfiguration Yarn(RopeConfiguration rope, JsonFields scaling, int maxPositions) => rope with
    {
        Kind = RopeKind.Yarn,
        Factor = Factor(scaling, maxPositions, rope.OriginalMaxPositions),
        BetaFast = scaling.Number("beta_fast", MinFactor, MaxFactor, 32),
        BetaSlow = scaling.Number("beta_slow", MinFactor, MaxFactor, 1),
        Truncates = scaling.Flag("truncate", fallback: true),
        Mscale = scaling.Number("mscale", 0, MaxFactor, 0),
        MscaleAllDimensions = scaling.Number("mscale_all_dim", 0, MaxFactor, 0),
        AttentionFactor = scaling.OptionalNumber("attention_factor", MinFactor, MaxFactor),
    };

    private static RopeConfiguration Llama3(RopeConfiguration rope, JsonFields scaling)
    {
        var low = scaling.Number("low_freq_factor", MinFactor, MaxFactor);
        var high = scaling.Number("high_freq_factor", MinFactor, MaxFactor);
        return high > low
            ? rope with
            {
                Kind = RopeKind.Llama3,
                Factor = Factor(scaling),
                LowFrequencyFactor = low,
                HighFrequencyFactor = high,
            }
            : throw scaling.Error("high_freq_factor", "must be greater than low_freq_factor");
    }

    private static RopeConfiguration LongRope(RopeConfiguration rope, JsonFields scaling, int maxPositions) => rope with
    {
        Kind = RopeKind.LongRope,
        Factor = Factor(scaling, maxPositions, rope.OriginalMaxPositions),
        AttentionFactor = scaling.OptionalNumber("attention_factor", MinFactor, MaxFactor),
        ShortFactors = scaling.Numbers("short_factor", rope.RotarySize / 2, MinFactor, MaxFactor),
        LongFactors = scaling.Numbers("long_factor", rope.RotarySize / 2, MinFactor, MaxFactor),
    };
}
