namespace KServe;

/// <summary>Configures a canary: a second definition of a model, beside the stable one, and its traffic.</summary>
public sealed class CanaryOptions
{
    /// <summary>Gets or sets the share of requests that the canary answers, in percent.</summary>
    /// <value>
    /// From 0 to 100 in steps of 0.01; those of all canaries of a model add up to 100 at most, the rest is the stable
    /// track's. Default: 0. Where <see cref="Rollout"/> is set, its steps decide.
    /// </value>
    public double TrafficPercent { get; set; }

    /// <summary>Gets the options of the canary's model, all of them: nothing is taken from the stable track.</summary>
    public ModelOptions Model { get; } = new();

    /// <summary>Gets which requests go to the canary whatever its weight; the first that matches wins.</summary>
    public IList<HeaderMatchOptions> Matches { get; } = [];

    /// <summary>Gets or sets how requests of the stable track are mirrored to the canary.</summary>
    /// <value>Default: <see langword="null"/>, none.</value>
    public ShadowOptions? Shadow { get; set; }

    /// <summary>Gets or sets how the canary takes its traffic by itself.</summary>
    /// <value>Default: <see langword="null"/>: the traffic stays until somebody changes it.</value>
    public RolloutOptions? Rollout { get; set; }
}
