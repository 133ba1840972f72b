namespace KServe.Transformers;

/// <summary>Configures how the numbers of a classifier become labels and scores.</summary>
/// <remarks>Read when the model loads.</remarks>
public sealed class ClassOptions
{
    /// <summary>Gets or sets the output that has a number for each class, in its last dimension.</summary>
    /// <value>FP16, FP32 or FP64. Default: the model's only one.</value>
    public string? Output { get; set; }

    /// <summary>Gets or sets how numbers become scores.</summary>
    /// <value>Default: <see cref="ScoreActivation.None"/>.</value>
    public ScoreActivation Activation { get; set; }

    /// <summary>Gets or sets how many classes are answered, the best first.</summary>
    /// <value>From 1 to 65536, or 0 for all. Default: 1. Models with fewer classes answer those.</value>
    public int Top { get; set; } = 1;

    /// <summary>Gets the labels in the order of the classes.</summary>
    /// <value>Default: none; then <see cref="LabelFile"/> has them, or clients get indices alone.</value>
    public IList<string> Labels { get; } = [];

    /// <summary>Gets or sets a text file with one label a line, in UTF-8.</summary>
    /// <value>A path, relative to the folder of the model. Ignored when there are <see cref="Labels"/>.</value>
    public string? LabelFile { get; set; }

    /// <summary>Gets or sets the name of the output with the labels, BYTES.</summary>
    /// <value>Default: <c>labels</c>.</value>
    public string LabelsOutput { get; set; } = "labels";

    /// <summary>Gets or sets the name of the output with the scores, FP32.</summary>
    /// <value>Default: <c>scores</c>.</value>
    public string ScoresOutput { get; set; } = "scores";

    /// <summary>Gets or sets the name of the output with the positions of the classes, INT64.</summary>
    /// <value>Default: <c>indices</c>.</value>
    public string IndicesOutput { get; set; } = "indices";

    /// <summary>Gets or sets whether the other outputs of the model are answered too.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool KeepOutputs { get; set; }
}
