namespace KServe;

/// <summary>What a rollout controller reads and changes; changes that take time run on without it.</summary>
internal interface IRolloutTarget
{
    /// <summary>Gets what the canary and the stable track have answered in this step.</summary>
    (TrafficSample Canary, TrafficSample Stable) Read(string track, double quantile);

    /// <summary>Gives the canary its next share and counts its requests anew.</summary>
    void Step(string track, int share, TimeSpan window);

    void Promote(string track);

    void RollBack(string track, string reason);
}
