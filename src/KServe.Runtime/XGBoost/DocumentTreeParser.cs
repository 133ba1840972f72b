using System.Globalization;
using KServe.Runtime.Files;
using KServe.Runtime.XGBoost.Documents;

namespace KServe.Runtime.XGBoost;

/// <summary>Reads the trees of a booster from JSON or UBJSON.</summary>
internal sealed class DocumentTreeParser(BoosterDocument document, long fileLength)
{
    private readonly TreeArrays _arrays = new(new SetBudget(fileLength));

    public BoosterTree Read()
    {
        _arrays.Clear();
        document.BeginObject();
        while (document.NextMember() is { } name)
        {
            ReadMember(name);
        }

        return _arrays.Build();
    }

    private void ReadMember(string name)
    {
        switch (name)
        {
            case "tree_param":
                var parameters = document.ReadTexts();
                _arrays.NodeCount = Whole(parameters, "num_nodes")
                    ?? throw new InvalidDataException("tree_param has no num_nodes");
                _arrays.LeafSize = Whole(parameters, "size_leaf_vector") ?? 0;
                break;
            case "left_children":
                document.ReadIntegers(_arrays.Left);
                break;
            case "right_children":
                document.ReadIntegers(_arrays.Right);
                break;
            case "split_indices":
                document.ReadIntegers(_arrays.SplitIndices);
                break;
            case "default_left":
                document.ReadIntegers(_arrays.DefaultLeft);
                break;
            case "split_type":
                document.ReadIntegers(_arrays.SplitTypes);
                break;
            case "split_conditions":
                document.ReadSingles(_arrays.Conditions);
                break;
            case "sum_hessian":
                document.ReadSingles(_arrays.Covers);
                break;
            case "base_weights":
                document.ReadSingles(_arrays.BaseWeights);
                break;
            case "leaf_weights":
                document.ReadSingles(_arrays.LeafWeights);
                break;
            default:
                ReadCategories(name);
                break;
        }
    }

    private void ReadCategories(string name)
    {
        var categories = _arrays.Categories;
        switch (name)
        {
            case "categories":
                document.ReadIntegers(categories.Categories);
                break;
            case "categories_nodes":
                document.ReadIntegers(categories.Nodes);
                break;
            case "categories_segments":
                document.ReadIntegers(categories.Segments);
                break;
            case "categories_sizes":
                document.ReadIntegers(categories.Sizes);
                break;
            default:
                document.SkipValue();
                break;
        }
    }

    private static int? Whole(Dictionary<string, string> parameters, string name)
    {
        if (!parameters.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{name} is '{Show.Text(text)}', a whole number was expected");
    }
}
