using KServe.PayloadLogging;

namespace KServe.Detectors;

/// <summary>Configures what all detectors have in common.</summary>
public abstract class DetectorOptions
{
    /// <summary>Gets or sets the name of the detector in metrics and events.</summary>
    /// <value>Default: the kind of the detector, such as <c>outlier</c>.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the rows that are normal.</summary>
    /// <value>Needed, unless <see cref="ReferenceFile"/> is set.</value>
    public ReferenceData? Reference { get; set; }

    /// <summary>Gets or sets the file with the rows that are normal; see
    /// <see cref="ReferenceData.FromFile"/>.</summary>
    /// <value>A path, relative to the model's own folder if it has one. Ignored when <see cref="Reference"/> is
    /// set.</value>
    public string? ReferenceFile { get; set; }

    /// <summary>Gets the tensors that hold the features, joined in this order.</summary>
    /// <value>
    /// Default: the first tensor of numbers with as many columns as the reference, else all tensors of numbers
    /// together.
    /// </value>
    public IList<string> Tensors { get; } = [];

    /// <summary>Gets or sets how many requests wait to be looked at; further ones are passed over.</summary>
    /// <value>From 1 to 100000. Default: 1000.</value>
    public int QueueLength { get; set; } = 1000;

    /// <summary>Gets or sets how many bytes of rows wait to be looked at; further requests are passed over.</summary>
    /// <value>From 64 KiB to 16 GiB. Default: 16 MiB.</value>
    public long QueueBytes { get; set; } = 16L << 20;

    /// <summary>Gets or sets how many rows of one request are looked at.</summary>
    /// <value>From 1 to 1000000. Default: 1024.</value>
    public int MaxRowsPerRequest { get; set; } = 1024;

    /// <summary>Gets or sets the seed of what is drawn at random.</summary>
    /// <value>Default: 0. The same seed, reference and rows give the same results.</value>
    public int Seed { get; set; }

    /// <summary>Gets or sets what is called for each detection.</summary>
    /// <value>Default: nothing. Called off the way of requests, by one caller at a time.</value>
    public Action<Detection>? OnDetected { get; set; }

    /// <summary>Gets or sets what says where detections go as CloudEvents.</summary>
    /// <value>Default: nowhere. Sets the URL or the sink of a payload log.</value>
    public Action<PayloadLoggingOptions>? Events { get; set; }

    internal abstract string Kind { get; }

    internal string EffectiveName => Name ?? Kind;

    /// <summary>Lists everything that is wrong.</summary>
    internal virtual void Check(OptionsCheck check)
    {
        check.Require(
            Reference is not null || !string.IsNullOrWhiteSpace(ReferenceFile),
            nameof(Reference),
            "rows or a file with rows were expected");
        CheckQueue(check);
    }

    /// <summary>Checks what detectors without a reference have too.</summary>
    internal void CheckQueue(OptionsCheck check)
    {
        check.Range(QueueLength, 1, 100_000, nameof(QueueLength));
        check.Range(QueueBytes, 64L << 10, 16L << 30, nameof(QueueBytes));
        check.Range(MaxRowsPerRequest, 1, 1_000_000, nameof(MaxRowsPerRequest));
    }
}
