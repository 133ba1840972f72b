namespace KServe;

/// <summary>Configures a canary that takes its traffic step by step, and goes back when it is worse.</summary>
/// <remarks>
/// A step ends when its time is over and the canary has answered enough requests. It is judged all the time: by the
/// share of requests that failed by the server's fault, and by a quantile of the latency.
/// </remarks>
public sealed class RolloutOptions
{
    /// <summary>Gets or sets whether the canary takes its traffic by itself.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets the traffic of the steps, in percent.</summary>
    /// <value>At most 64, ascending, above 0 and at most 100. When none is given: 1, 5, 25, 50, 100.</value>
    public IList<double> Steps { get; } = [];

    /// <summary>Gets or sets how long a step lasts at least.</summary>
    /// <value>More than zero. Default: 1 minute.</value>
    public TimeSpan StepDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how often the canary is judged.</summary>
    /// <value>More than zero. Default: 5 seconds.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how far back requests are judged, within the current step.</summary>
    /// <value>More than zero. Default: 1 minute.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many requests of the window are needed to judge.</summary>
    /// <value>From 1 to 1000000000. Default: 100.</value>
    public int MinRequests { get; set; } = 100;

    /// <summary>Gets or sets the share of failed requests that the canary may have.</summary>
    /// <value>From 0 to 1. Default: 0.05.</value>
    public double MaxErrorRate { get; set; } = 0.05;

    /// <summary>Gets or sets by how much the canary's share of failed requests may exceed the stable track's.</summary>
    /// <value>From 0 to 1. Default: 0.01.</value>
    public double MaxErrorRateIncrease { get; set; } = 0.01;

    /// <summary>Gets or sets which quantile of the latency is judged.</summary>
    /// <value>Above 0 and below 1. Default: 0.95.</value>
    public double LatencyQuantile { get; set; } = 0.95;

    /// <summary>Gets or sets how often the stable track's latency the canary's may be.</summary>
    /// <value>More than zero, or <see langword="null"/> for any. Default: 1.5.</value>
    public double? MaxLatencyRatio { get; set; } = 1.5;

    /// <summary>Gets or sets the longest latency of the canary.</summary>
    /// <value>More than zero, or <see langword="null"/> for any. Default: <see langword="null"/>.</value>
    public TimeSpan? MaxLatency { get; set; }

    /// <summary>Gets or sets whether the canary becomes the stable track after the last step.</summary>
    /// <value>Default: <see langword="true"/>; else it stays at the last step until somebody decides.</value>
    public bool Promote { get; set; } = true;

    internal IReadOnlyList<double> EffectiveSteps => Steps.Count > 0 ? Steps.AsReadOnly() : DefaultSteps;

    private static IReadOnlyList<double> DefaultSteps { get; } = [1, 5, 25, 50, 100];
}
