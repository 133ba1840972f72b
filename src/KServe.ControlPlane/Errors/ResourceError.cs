namespace KServe.ControlPlane;

/// <summary>Tells one thing that is wrong with a resource, and where it stands.</summary>
/// <param name="File">The name of the file, without its folder; or what the text came from.</param>
/// <param name="Line">The line, from 1; 0 when the whole file is meant.</param>
/// <param name="Column">The column, from 1; 0 when the whole file is meant.</param>
/// <param name="Field">The path of the field, like <c>spec.predictor.model.storageUri</c>; empty for the document.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record ResourceError(string File, int Line, int Column, string Field, string Message)
{
    /// <summary>Writes file, line, column, field and message in one line.</summary>
    /// <returns>A text like <c>iris.yaml:9:7: spec.predictor: message</c>.</returns>
    public override string ToString()
    {
        var place = Line == 0 ? File : $"{File}:{Line}:{Column}";
        return Field.Length == 0 ? $"{place}: {Message}" : $"{place}: {Field}: {Message}";
    }
}
