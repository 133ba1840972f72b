namespace KServe.Explainers;

/// <summary>Configures what all explainers have in common.</summary>
/// <remarks>Output, background and rows concern the server; calls from C# pass these as arguments.</remarks>
public abstract class ExplainerOptions
{
    private protected ExplainerOptions()
    {
    }

    /// <summary>Gets or sets the output of the model that is explained.</summary>
    /// <value>
    /// Default: the first output of floating point numbers, else the first. Clients override it by the parameter
    /// <c>output</c>.
    /// </value>
    public string? Output { get; set; }

    /// <summary>Gets or sets which value of the output is explained, such as one class of several.</summary>
    /// <value>From 0; by default all. Clients override it by the parameter <c>class</c>.</value>
    public int? Class { get; set; }

    /// <summary>Gets or sets the names of the features, in the order of the columns.</summary>
    /// <value>Default: the model's own, the names of the background's columns, else <c>f0</c>, <c>f1</c>, ...</value>
    public IReadOnlyList<string>? FeatureNames { get; set; }

    /// <summary>Gets or sets typical rows, such as a sample of the training data.</summary>
    /// <value>At least one row. Not together with <see cref="BackgroundFile"/>.</value>
    public FeatureTable? Background { get; set; }

    /// <summary>Gets or sets the file of the background, relative to the model's folder.</summary>
    /// <value>A CSV or JSON file as <see cref="FeatureTable.LoadAsync"/> reads it.</value>
    public string? BackgroundFile { get; set; }

    /// <summary>Gets or sets which columns of numbers are categories.</summary>
    /// <value>Names, or positions from 0 as text. Default: none. Columns of texts always are.</value>
    public IReadOnlyList<string> CategoricalFeatures { get; set; } = [];

    /// <summary>Gets or sets the seed of random draws: the same request gets the same explanation.</summary>
    /// <value>Any integer. Default: 0. Clients override it by the parameter <c>seed</c>.</value>
    public int Seed { get; set; }

    /// <summary>Gets or sets how many rows the model gets in one call.</summary>
    /// <value>
    /// From 1 to 65536. Default: 1024. Fewer when rows are wide, or the model's signature has a smaller limit.
    /// </value>
    public int BatchSize { get; set; } = 1024;

    /// <summary>Gets or sets how many rows the model may score for one request.</summary>
    /// <value>From 1. Default: 10,000,000.</value>
    public long MaxEvaluations { get; set; } = 10_000_000;

    /// <summary>Gets or sets how many rows one request may have explained.</summary>
    /// <value>From 1 to 1,000,000. Default: 100; 10,000 for TreeSHAP.</value>
    public int MaxRows { get; set; } = 100;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names all such.</exception>
    internal void Validate()
    {
        var check = new OptionsCheck(GetType().Name);
        check.Range(BatchSize, 1, 65_536, nameof(BatchSize));
        check.Range(MaxEvaluations, 1, long.MaxValue, nameof(MaxEvaluations));
        check.Range(MaxRows, 1, 1_000_000, nameof(MaxRows));
        check.Require(Class is null or >= 0, nameof(Class), "0 or more was expected");
        check.Require(CategoricalFeatures is not null, nameof(CategoricalFeatures), "a list was expected");
        check.Require(
            Background is null || BackgroundFile is null,
            nameof(Background),
            $"either this or {nameof(BackgroundFile)} was expected, not both");
        check.Require(Background is not { RowCount: 0 }, nameof(Background), "at least one row was expected");
        Validate(check);
        check.ThrowIfAny();
    }

    /// <summary>Checks what a model on a server needs beyond its values.</summary>
    internal void ValidateForServer(bool needsBackground)
    {
        Validate();
        var check = new OptionsCheck(GetType().Name);
        check.Require(
            !needsBackground || Background is not null || BackgroundFile is not null,
            nameof(Background),
            $"this or {nameof(BackgroundFile)} was expected: the explainer needs typical rows");
        check.ThrowIfAny();
    }

    private protected abstract void Validate(OptionsCheck check);
}
