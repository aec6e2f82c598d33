/** True for `any` only. */
type IsAny<T> = 0 extends 1 & T ? true : false

/** True if a type of objects, arrays and primitives contains an `any`. */
export type HoldsAny<T> =
  IsAny<T> extends true
    ? true
    : T extends readonly (infer Item)[]
      ? HoldsAny<Item>
      : T extends object
        ? true extends { [Key in keyof T]-?: HoldsAny<T[Key]> }[keyof T]
          ? true
          : false
        : false

type IsAssignable<From, To> = [From] extends [To] ? true : false

/** True if each type is assignable to the other and neither contains an `any`, which is assignable to everything. */
export type IsSame<One, Other> = true extends HoldsAny<One> | HoldsAny<Other>
  ? false
  : IsAssignable<One, Other> extends true
    ? IsAssignable<Other, One>
    : false

/** True if two records have the same keys with the same types. */
export type IsSameRecord<One, Other> =
  IsSame<keyof One, keyof Other> extends true
    ? false extends { [Key in keyof One]: Key extends keyof Other ? IsSame<One[Key], Other[Key]> : false }[keyof One]
      ? false
      : true
    : false
