using System.Globalization;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Rules;

/// <summary>Reads rule sets; rules inside others become rules of all their predicates.</summary>
internal sealed class RuleSetReader
{
    private readonly ModelContext _context;
    private readonly List<SimpleRule> _rules = [];

    private RuleSetReader(ModelContext context) => _context = context;

    public static ModelEvaluator Read(ModelContext context)
    {
        var set = context.Element.RequireChild("RuleSet");
        var method = set.RequireChild("RuleSelectionMethod");
        var selection = method.Require("criterion") switch
        {
            "firstHit" => RuleSelection.FirstHit,
            "weightedSum" => RuleSelection.WeightedSum,
            "weightedMax" => RuleSelection.WeightedMax,
            _ => throw method.Unknown("criterion"),
        };
        var reader = new RuleSetReader(context);
        reader.ReadRules(set, []);
        return new RuleSetModel(
            context,
            [.. reader._rules],
            selection,
            set.Get("defaultScore") is { } score ? reader.ReadScore(set, score) : default,
            set.GetNumber("defaultConfidence", double.NaN));
    }

    private void ReadRules(PmmlElement parent, Predicate[] around)
    {
        foreach (var element in parent.Children)
        {
            if (element.Name is not ("SimpleRule" or "CompoundRule"))
            {
                continue;
            }

            if (around.Length > 64)
            {
                throw element.Error("lies inside more than 64 rules");
            }

            Predicate[] predicates = [.. around, PredicateReader.ReadOnly(element, _context.Scope)];
            if (element.Name == "CompoundRule")
            {
                ReadRules(element, predicates);
                continue;
            }

            _rules.Add(new SimpleRule(
                element.Get("id") ?? (_rules.Count + 1).ToString(CultureInfo.InvariantCulture),
                predicates,
                ReadScore(element, element.Require("score")),
                element.GetNumber("weight", 1),
                element.GetNumber("confidence", 1)));
        }
    }

    private PmmlValue ReadScore(PmmlElement element, string text)
    {
        if (_context.Function == MiningFunction.Classification)
        {
            return _context.CategoryAt(_context.AddCategory(text));
        }

        return PmmlNumbers.TryParse(text, out var number)
            ? PmmlValue.FromReal(number)
            : throw element.Error($"has the score '{PmmlElement.Shorten(text)}', a number was expected");
    }
}
