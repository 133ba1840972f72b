using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads the files that scikit-learn's models are saved in, with joblib or pickle.</summary>
internal static class SklearnReader
{
    /// <summary>Reads a model; nothing in the file is run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="predictProba">Whether probabilities are answered when nothing is asked for by name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InferenceException">The file is damaged, or holds something that is not supported.</exception>
    public static TabularModel Load(string path, bool predictProba, CancellationToken cancellationToken)
    {
        var description = SklearnFile.ReadDescription(path, cancellationToken);
        return ModelFile.Guard(path, (_, _) => Build(description, predictProba), cancellationToken);
    }

    private static SklearnModel Build(object? description, bool predictProba)
    {
        try
        {
            return new SklearnModel(
                new EstimatorReader().Read(description), predictProba, PickleSize.OfArrays(description));
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException("a number in it is larger than such numbers can be", e);
        }
    }
}
