namespace KServe.ModelMesh;

/// <summary>Configures how many instances of a predictor answer that each serve one request at a time.</summary>
public sealed class CopyOptions
{
    /// <summary>Gets or sets how many instances there are at most.</summary>
    /// <value>From 1 to 1024. Default: the number of processors.</value>
    public int Max { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets the requests per minute and instance above which one more is loaded.</summary>
    /// <value>From 1 to 1000000000. Default: 2000, as ModelMesh.</value>
    public int ScaleUpPerMinute { get; set; } = 2000;

    /// <summary>Gets or sets the share of requests that found every instance busy above which one more is
    /// loaded.</summary>
    /// <value>From 0 to 1. Default: 0.1.</value>
    public double ScaleUpWaiting { get; set; } = 0.1;

    /// <summary>Gets or sets for how long one instance less must have been enough before one leaves.</summary>
    /// <value>More than zero. Default: 10 minutes. When the memory is needed, one check is enough.</value>
    public TimeSpan ScaleDownDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how often the requests are looked at.</summary>
    /// <value>From 1 millisecond to 1 day. Default: 10 seconds, as ModelMesh.</value>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Lists what is wrong.</summary>
    internal IReadOnlyList<string> Check()
    {
        List<string> errors = [];
        Require(errors, Max is >= 1 and <= 1024, nameof(Max), "from 1 to 1024");
        Require(errors, ScaleUpPerMinute is >= 1 and <= 1_000_000_000, nameof(ScaleUpPerMinute), "from 1 to 1000000000");
        Require(errors, ScaleUpWaiting is >= 0 and <= 1, nameof(ScaleUpWaiting), "from 0 to 1");
        Require(errors, ScaleDownDelay > TimeSpan.Zero, nameof(ScaleDownDelay), "more than zero");
        Require(
            errors,
            CheckInterval >= TimeSpan.FromMilliseconds(1) && CheckInterval <= TimeSpan.FromDays(1),
            nameof(CheckInterval),
            "from 1 millisecond to 1 day");
        return errors;
    }

    private static void Require(List<string> errors, bool isGood, string name, string expected)
    {
        if (!isGood)
        {
            errors.Add($"{name}: {expected} was expected");
        }
    }
}
