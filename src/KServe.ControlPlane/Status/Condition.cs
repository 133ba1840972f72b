namespace KServe.ControlPlane;

/// <summary>Tells one aspect of a resource's state, as Kubernetes does.</summary>
/// <param name="Type">The aspect, like <c>PredictorReady</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">Why, in one word; empty when there is nothing to say.</param>
/// <param name="Message">Why, for people; empty when there is nothing to say.</param>
public sealed record Condition(string Type, string Status, string Reason = "", string Message = "")
{
    /// <summary>Gets since when the status holds.</summary>
    public DateTimeOffset LastTransition { get; init; }

    /// <summary>Gets <c>Info</c> for what does not keep a resource from being ready; empty otherwise.</summary>
    public string Severity { get; init; } = "";

    internal static Condition True(string type) => new(type, "True");

    internal static Condition False(string type, string reason, string message) => new(type, "False", reason, message);

    internal static Condition Unknown(string type, string reason, string message) =>
        new(type, "Unknown", reason, message);
}
