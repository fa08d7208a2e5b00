// Prints facts about how Go writes Kubernetes' PodTemplateSpec as JSON.
//
//	go run . types                  the table of types (src/main/resources/tidegate/api/hash/pod-template.types)
//	go run . vectors COUNT SEED     random templates and what becomes of them: input, tab, output
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var scalars = map[reflect.Type]string{
	reflect.TypeOf(resource.Quantity{}):  "quantity",
	reflect.TypeOf(intstr.IntOrString{}): "intOrString",
	reflect.TypeOf(metav1.Time{}):        "time",
	reflect.TypeOf(metav1.FieldsV1{}):    "raw",
}

type field struct {
	name, mark string
	of         reflect.Type
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "types":
		printTypes()
	case len(os.Args) == 4 && os.Args[1] == "vectors":
		count, _ := strconv.Atoi(os.Args[2])
		seed, _ := strconv.Atoi(os.Args[3])
		printVectors(count, rand.New(rand.NewSource(int64(seed))))
	default:
		fmt.Fprintln(os.Stderr, "usage: go run . types | vectors COUNT SEED")
		os.Exit(1)
	}
}

func printTypes() {
	queue := []reflect.Type{reflect.TypeOf(corev1.PodTemplateSpec{})}
	seen := map[reflect.Type]bool{queue[0]: true}
	for len(queue) > 0 {
		t := queue[0]
		queue = queue[1:]
		fmt.Println(t.Name())
		for _, f := range fieldsOf(t) {
			fmt.Printf("  %s%s %s\n", f.name, f.mark, typeName(f.of))
			if s := structIn(f.of); s != nil && !seen[s] {
				seen[s] = true
				queue = append(queue, s)
			}
		}
	}
}

func fieldsOf(t reflect.Type) []field {
	var all []field
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag := strings.Split(f.Tag.Get("json"), ",")
		if f.Anonymous && tag[0] == "" {
			all = append(all, fieldsOf(f.Type)...)
		} else if tag[0] != "-" && tag[0] != "" {
			all = append(all, field{tag[0], markOf(tag[1:]), f.Type})
		}
	}
	return all
}

func markOf(options []string) string {
	mark := "!"
	for _, option := range options {
		switch option {
		case "omitzero":
			return "?"
		case "omitempty":
			mark = ""
		}
	}
	return mark
}

func typeName(t reflect.Type) string {
	if name, ok := scalars[t]; ok {
		return name
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + typeName(t.Elem())
	case reflect.Slice:
		return "[]" + typeName(t.Elem())
	case reflect.Map:
		return "map:" + typeName(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "int"
	case reflect.Struct:
		return t.Name()
	}
	panic("no name for " + t.String())
}

func structIn(t reflect.Type) reflect.Type {
	if _, ok := scalars[t]; ok {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return structIn(t.Elem())
	case reflect.Struct:
		return t
	}
	return nil
}

func printVectors(count int, random *rand.Rand) {
	for i := 0; i < count; {
		input, _ := json.Marshal(map[string]any{
			"metadata": map[string]any{"labels": value(random, reflect.TypeOf(map[string]string{}), 0),
				"annotations": value(random, reflect.TypeOf(map[string]string{}), 0)},
			"spec": value(random, reflect.TypeOf(corev1.PodSpec{}), 0),
		})
		var template corev1.PodTemplateSpec
		if err := json.Unmarshal(input, &template); err != nil {
			panic(err)
		}
		output, err := json.Marshal(template)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s\t%s\n", input, output)
		i++
	}
}

var texts = []string{"", "a", "b", "web", "ClusterFirst", "a<b>&c", "tab\tnew\nline", "quote\"back\\slash",
	"\u2028\u2029", "\b\f\r\x01\x7f", "é😀", "\ue000", "10Gi"}

var quantities = []any{"0", "0.5", "1000m", "2000", "1500", "1024Mi", "1.5Gi", "1000Mi", "0.1Gi", "1e3", "+5", "1.500",
	"3.14159", "007Ki", "100n", "1E2", "12e-4", "8Ki", 1, 0, 250}

// value makes a JSON value that the type accepts: often absent parts, often empty ones, now and then an unknown field.
func value(random *rand.Rand, t reflect.Type, depth int) any {
	if scalar, ok := scalars[t]; ok {
		return scalarValue(random, scalar)
	}
	switch t.Kind() {
	case reflect.Pointer:
		if random.Intn(10) == 0 {
			return nil
		}
		return value(random, t.Elem(), depth)
	case reflect.Slice:
		list := []any{}
		for i := random.Intn(3); i > 0; i-- {
			list = append(list, value(random, t.Elem(), depth+1))
		}
		return list
	case reflect.Map:
		entries := map[string]any{}
		for i := random.Intn(4); i > 0; i-- {
			entries[texts[random.Intn(len(texts))]] = value(random, t.Elem(), depth+1)
		}
		return entries
	case reflect.String:
		return texts[random.Intn(len(texts))]
	case reflect.Bool:
		return random.Intn(2) == 0
	case reflect.Struct:
		return structValue(random, t, depth)
	}
	return random.Intn(3) * random.Intn(40000)
}

func scalarValue(random *rand.Rand, scalar string) any {
	switch scalar {
	case "quantity":
		return quantities[random.Intn(len(quantities))]
	case "intOrString":
		return []any{80, 0, "http", ""}[random.Intn(4)]
	}
	return nil
}

func structValue(random *rand.Rand, t reflect.Type, depth int) any {
	members := map[string]any{}
	fields := fieldsOf(t)
	sort.Slice(fields, func(i, j int) bool { return fields[i].name < fields[j].name })
	for _, f := range fields {
		if random.Intn(4+4*depth) < 4 {
			members[f.name] = value(random, f.of, depth+1)
		}
	}
	if random.Intn(10) == 0 {
		members["notInTheSchema"] = map[string]any{"x": 1}
	}
	return members
}
