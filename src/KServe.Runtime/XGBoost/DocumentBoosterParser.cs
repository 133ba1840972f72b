using System.Globalization;
using KServe.Runtime.Files;
using KServe.Runtime.XGBoost.Documents;

namespace KServe.Runtime.XGBoost;

/// <summary>Reads a booster from JSON or UBJSON, of XGBoost 1.0 to 3.x.</summary>
/// <remarks>
/// The schema is <c>doc/model.schema</c> in XGBoost's repository; members may come in any order and unknown ones are
/// passed
/// over.
/// </remarks>
internal sealed class DocumentBoosterParser(
    BoosterDocument document, long fileLength, CancellationToken cancellationToken)
{
    private readonly BoosterFile _file = new();
    private readonly DocumentTreeParser _trees = new(document, fileLength);

    public BoosterFile Read()
    {
        var hasLearner = false;
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            switch (name)
            {
                case "learner":
                    ReadLearner();
                    hasLearner = true;
                    break;
                case "version":
                    ReadVersion();
                    break;
                default:
                    document.SkipValue();
                    break;
            }
        }

        document.End();
        return hasLearner ? _file : throw new InvalidDataException("no XGBoost model: there is no learner");
    }

    private void ReadVersion()
    {
        var numbers = new List<int>();
        document.ReadIntegers(numbers);
        if (numbers.Count >= 2 && numbers[0] >= 0 && numbers[1] >= 0)
        {
            _file.Version = new Version(numbers[0], numbers[1]);
        }
    }

    private void ReadLearner()
    {
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            switch (name)
            {
                case "learner_model_param":
                    ReadModelParameters(document.ReadTexts());
                    break;
                case "objective":
                    ReadObjective();
                    break;
                case "gradient_booster":
                    ReadBooster();
                    break;
                case "attributes":
                    _file.Attributes = document.ReadTexts();
                    break;
                case "feature_names":
                    _file.FeatureNames = document.ReadTextArray();
                    break;
                case "feature_types":
                    _file.FeatureTypes = document.ReadTextArray();
                    break;
                default:
                    document.SkipValue();
                    break;
            }
        }
    }

    private void ReadModelParameters(Dictionary<string, string> parameters)
    {
        _file.FeatureCount = Whole(parameters, "num_feature") ?? throw Missing("num_feature");
        _file.ClassCount = Whole(parameters, "num_class") ?? throw Missing("num_class");
        _file.TargetCount = Whole(parameters, "num_target") ?? 1;
        _file.BaseScore = BaseScoreText.Parse(
            parameters.GetValueOrDefault("base_score") ?? throw Missing("base_score"));
    }

    private void ReadObjective()
    {
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            if (name == "name")
            {
                _file.Objective = document.ReadText();
            }
            else
            {
                document.SkipValue();
            }
        }
    }

    /// <summary>Reads a booster; that of dart holds a gbtree inside.</summary>
    private void ReadBooster()
    {
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            switch (name)
            {
                case "name":
                    _file.Booster = document.ReadText();
                    break;
                case "model":
                    ReadModel();
                    break;
                case "gbtree":
                    ReadInnerBooster();
                    break;
                case "weight_drop":
                    document.ReadSingles(_file.TreeWeights);
                    break;
                default:
                    document.SkipValue();
                    break;
            }
        }
    }

    private void ReadInnerBooster()
    {
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            if (name == "model")
            {
                ReadModel();
            }
            else
            {
                document.SkipValue();
            }
        }
    }

    private void ReadModel()
    {
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            switch (name)
            {
                case "gbtree_model_param":
                    var parameters = document.ReadTexts();
                    _file.DeclaredTreeCount = Whole(parameters, "num_trees") ?? -1;
                    _file.ParallelTreeCount = Whole(parameters, "num_parallel_tree") ?? 0;
                    break;
                case "trees":
                    ReadTrees();
                    break;
                case "tree_info":
                    document.ReadIntegers(_file.TreeGroups);
                    break;
                case "iteration_indptr":
                    document.ReadIntegers(_file.RoundStarts);
                    break;
                case "weight_drop":
                    document.ReadSingles(_file.TreeWeights);
                    break;
                case "weights":
                    document.ReadSingles(_file.LinearWeights);
                    break;
                default:
                    document.SkipValue();
                    break;
            }
        }
    }

    private void ReadTrees()
    {
        document.BeginArray();
        while (document.NextItem())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _file.Trees.Add(_trees.Read());
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"tree {_file.Trees.Count}: {error.Message}", error);
            }
        }
    }

    private static long? Whole(Dictionary<string, string> parameters, string name)
    {
        if (!parameters.TryGetValue(name, out var text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{name} is '{Show.Text(text)}', a whole number was expected");
    }

    private static InvalidDataException Missing(string name) => new($"learner_model_param has no {name}");
}
