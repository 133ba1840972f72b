using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.LightGbm;

/// <summary>Reads the text models that LightGBM saves, versions 2 to 4.</summary>
internal static class LightGbmReader
{
    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Rounds to give as further outputs; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Looked at between trees.</param>
    /// <exception cref="InferenceException">The file is broken, or no model of LightGBM.</exception>
    public static TabularModel Load(string path, LightGbmOptions? options, CancellationToken cancellationToken) =>
        ModelFile.Guard(
            path,
            (path, token) =>
            {
                using var source = ByteSource.Open(path);
                return Read(source, options ?? LightGbmOptions.None, token);
            },
            cancellationToken);

    /// <summary>Reads a model from its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no model; other errors of content are possible.</exception>
    internal static TabularModel Read(ByteSource source, LightGbmOptions options, CancellationToken cancellationToken)
    {
        if (source.Remaining == 0)
        {
            throw new InvalidDataException("the file is empty");
        }

        var totals = TreeCounter.Count(source);
        var lines = new TextLines(source);
        var header = LightGbmHeader.Read(lines, out var hasTree);
        var objective = LightGbmObjective.Parse(header.Objective, header.OutputCount);
        if (header.OutputCount > source.Remaining)
        {
            throw new InvalidDataException($"num_class is {header.OutputCount}, there are not so many trees");
        }

        var trees = new LightGbmTreeParser(source, lines);
        var ensemble = TreeEnsemble.Create(
            header.FeatureCount,
            header.OutputCount,
            hasTree ? ReadTrees(header, lines, trees, cancellationToken) : [],
            baseValues: [],
            TreePrecision.Double,
            totals);
        CheckCount(header, ensemble.TreeCount);
        var categories = PandasCategories.Read(lines);
        return new LightGbmModel(
            new LightGbmColumns(header, categories),
            objective,
            ensemble,
            header.IsAverage,
            trees.HasCovers && !trees.IsLinear,
            options);
    }

    private static IEnumerable<Tree> ReadTrees(
        LightGbmHeader header, TextLines lines, LightGbmTreeParser trees, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tree tree;
            try
            {
                tree = trees.Read(i % header.OutputCount);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"tree {i}: {error.Message}", error);
            }

            yield return tree;
            if (!FindNext(lines))
            {
                yield break;
            }
        }
    }

    /// <summary>Passes over blank lines to the next tree.</summary>
    private static bool FindNext(TextLines lines)
    {
        while (!lines.IsAtEnd)
        {
            var key = lines.ReadKey(out var line);
            if (key == "Tree")
            {
                return true;
            }

            if (key is not "")
            {
                return key is null && line == "end of trees"
                    ? false
                    : throw new InvalidDataException($"expected a tree, found '{Show.Text(key ?? line)}'");
            }
        }

        return false;
    }

    private static void CheckCount(LightGbmHeader header, int count)
    {
        if (count % header.OutputCount != 0 || (header.DeclaredTreeCount is { } declared && declared != count))
        {
            throw new InvalidDataException(
                $"there are {count} trees for {header.OutputCount} outputs, "
                + $"the header declares {header.DeclaredTreeCount}");
        }
    }
}
