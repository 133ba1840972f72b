using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Another server that answers in place of a container.</summary>
/// <param name="Address">Where it is, with the protocol in the scheme, like <c>grpc://triton:8001</c>.</param>
/// <param name="ModelName">What it calls the model; <see langword="null"/> for the name that clients call here.</param>
/// <param name="Timeout">How long a call may take; <see langword="null"/> for the default.</param>
internal sealed record RemoteTarget(string Address, string? ModelName, TimeSpan? Timeout)
{
    /// <summary>The format under which the package KServe.Runtime.Remote registers its runtime.</summary>
    public const string Format = "remote";

    // Waiting for another server costs no processor, so that their number says nothing.
    private const int Concurrency = 256;

    /// <summary>Gets the file with the server's key; <see langword="null"/> for none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Gets what a server of OpenAI's protocol makes; <see langword="null"/> for text.</summary>
    public string? Task { get; init; }

    public void Configure(ModelBuilder model, string? argument)
    {
        model.Options.Uri = Address;
        model.Options.Format = Format;
        model.Options.MaxConcurrency = Concurrency;
        var parameters = model.Options.Parameters;
        if ((ModelName ?? argument) is { Length: > 0 } name)
        {
            parameters["model_name"] = name;
        }

        if (KeyFile is not null)
        {
            parameters["api_key_file"] = KeyFile;
        }

        if (Task is not null)
        {
            parameters["openai_task"] = Task;
        }

        if (Timeout is { } timeout)
        {
            var milliseconds = timeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
            parameters["total_timeout_ms"] = milliseconds;
            parameters["attempt_timeout_ms"] = milliseconds;
        }
    }
}
