namespace KServe.AspNetCore;

/// <summary>Configures the CloudEvents that answer CloudEvents on the V1 protocol.</summary>
public sealed class CloudEventOptions
{
    /// <summary>Gets or sets the type of response events.</summary>
    /// <value>Printable ASCII; the default is <c>io.kserve.inference.response</c>.</value>
    public string ResponseType { get; set; } = "io.kserve.inference.response";

    /// <summary>Gets or sets the source of response events.</summary>
    /// <value>
    /// Printable ASCII; <see langword="null"/>, the default, for <c>io.kserve.inference.</c> and the model's name.
    /// </value>
    public string? ResponseSource { get; set; }

    /// <summary>Gets or sets whether the request's other attributes are copied into the response.</summary>
    /// <value>The default is <see langword="false"/>. Id, source, type, time and data are never copied.</value>
    public bool MergeAttributes { get; set; }
}
